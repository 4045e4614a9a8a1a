/** Canaries: random texts that are put into the fields of a call and looked for wherever it may have left traces. */
import { randomBytes, randomInt } from "node:crypto";
import type { Operation, Shape, StringShape, StructureShape } from "@portcullis/aws-model";
import { fateOf } from "../../packages/server/src/audit/recorded-fields.ts";

/** `whole`: every member, as its constraints want it; `least`: required and hidden members only. */
export type Filling = "whole" | "least" | "invalid" | "mistyped";

export interface Canary {
  /** As it stands in the value; found again in any case. */
  readonly text: string;
  /** `iam:CreateUser UserName` */
  readonly place: string;
  /** It may stand in no event, log, metric or error. */
  readonly hidden: boolean;
  /** What the model wants there. */
  readonly wanted: Shape["type"];
}

export interface Filled {
  readonly input: Readonly<Record<string, unknown>>;
  readonly canaries: readonly Canary[];
}

const base32 = "abcdefghijklmnopqrstuvwxyz234567";
const letters = (count: number) => [...randomBytes(count)].map((byte) => base32[byte & 31]).join("");
const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join("");
const hexadecimals = (count: number) => randomBytes(count).toString("hex").slice(0, count);

/** A canary of the usual form; it is base32 in either case. */
export const newCanary = (): string => `cnry${letters(12)}`;
const form = /cnry[a-z2-7]{12}/gi;
/** A run of text that could be bytes in another spelling. */
const spelled = /[A-Za-z0-9+/_-]{20,}/g;

type Wrap = (text: string) => string;

const statement = (text: string, more: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: { Sid: text, Effect: "Deny", ...more } });

/** What values look like around a name that the caller chose, by how their members are called. */
const byMember: readonly (readonly [member: RegExp, wrap: Wrap])[] = [
  [
    /^AssumeRolePolicyDocument$/,
    (text) => statement(text, { Principal: { AWS: "*" }, Action: "sts:AssumeRole" }),
  ],
  [/PolicyDocument$|^Policy$|^PolicyInputList$/, (text) => statement(text, { Action: "*", Resource: "*" })],
  [/^RoleArn$/, (text) => `arn:aws:iam::123456789012:role/${text}`],
  [/Arns?$|^PermissionsBoundary/, (text) => `arn:aws:iam::123456789012:policy/${text}`],
];

/** The same, by what the patterns of the models ask for. */
const byPattern: readonly Wrap[] = [
  (text) => text,
  (text) => `/${text}/`,
  (text) => `v1.${text}`,
  (text) => `arn:aws:iam::123456789012:role/${text}`,
  (text) => `arn:aws:organizations::123456789012:policy/o-${text}/service_control_policy/p-${text}`,
  (text) => `arn:aws:cloudtrail:us-east-1:123456789012:trail/${text}`,
  (text) => `https://${text}.example.org/`,
  (text) => `${text}@example.org`,
  ...["o", "r", "p", "h", "ou-root", "car", "rp", "rt"].map(
    (prefix) => (text: string) => `${prefix}-${text}`,
  ),
  (text) => text.toUpperCase(),
  (text) => `AKIA${text.toUpperCase()}`,
];

interface Planted {
  readonly value: string;
  readonly canary: string;
}

function fits({ min = 0, max = Number.POSITIVE_INFINITY, matches, enum: values }: StringShape, text: string) {
  const long = text.length >= min && text.length <= max;
  return long && (matches?.(text) ?? true) && (values?.includes(text) ?? true);
}

/** A value that the constraints allow, and the canary in it; undefined where none of ours fits. */
function validText(shape: StringShape, member: string): Planted | undefined {
  const canary = newCanary();
  const wraps = byMember.filter(([name]) => name.test(member)).map(([, wrap]) => wrap);
  for (const wrap of [...wraps, ...byPattern]) {
    for (const padding of ["x", "X"]) {
      const value = wrap(canary).padEnd(shape.min ?? 0, padding);
      if (fits(shape, value)) return { value, canary };
    }
  }
  // Codes, short names and ids: as long as they may be, so that they are not found by chance.
  for (const made of [digits, letters, hexadecimals]) {
    const value = made(Math.max(shape.min ?? 0, Math.min(shape.max ?? 12, 12)));
    if (value.length >= 6 && fits(shape, value)) return { value, canary: value };
  }
  return undefined;
}

function invalidText(shape: StringShape): Planted {
  const canary = newCanary();
  if (shape.enum === undefined && shape.max !== undefined && shape.max < 4096) {
    return { value: canary + "x".repeat(shape.max), canary };
  }
  return { value: `${canary}\u0007 \u007f"<>\\`, canary };
}

/** Fills the input of an operation; every text in it is a canary of its own. */
export function fill(operation: Operation, filling: Filling): Filled {
  const canaries: Canary[] = [];
  const plant = (text: string, path: readonly string[], hidden: boolean, { type }: Shape): void => {
    const place = `${operation.service}:${operation.name} ${path.join(".")}`;
    canaries.push({ text, place, hidden, wanted: type });
  };

  function text(shape: StringShape, path: readonly string[], hidden: boolean): string | undefined {
    if (shape.enum !== undefined && filling !== "invalid") return shape.enum[0];
    const made =
      filling === "invalid"
        ? invalidText(shape)
        : (validText(shape, path.at(-1) ?? "") ?? invalidText(shape));
    plant(made.canary, path, hidden, shape);
    return made.value;
  }

  /** A canary where the model wants something else than a text. */
  function mistyped(shape: Shape, path: readonly string[], hidden: boolean): unknown {
    const canary = newCanary();
    plant(canary, path, hidden, shape);
    return shape.type === "string" ? { [canary]: [canary] } : canary;
  }

  function structure(shape: StructureShape, path: readonly string[], hidden: boolean, depth: number) {
    const value: Record<string, unknown> = {};
    for (const member of shape.members) {
      const kept = hidden || shape.sensitive || fateOf(operation.service, shape, member) === "hidden";
      if (depth > 5 || (filling === "least" && !member.required && !kept)) continue;
      value[member.name] = fillShape(member.shape, [...path, member.name], kept, depth + 1);
    }
    return value;
  }

  function fillShape(shape: Shape, path: readonly string[], inherited: boolean, depth: number): unknown {
    const hidden = inherited || shape.sensitive;
    if (filling === "mistyped") return mistyped(shape, path, hidden);
    switch (shape.type) {
      case "structure":
        return structure(shape, path, hidden, depth);
      case "list":
        return Array.from({ length: Math.max(1, shape.min ?? 1) }, () =>
          fillShape(shape.member, path, hidden, depth + 1),
        );
      case "map":
        return {
          [String(fillShape(shape.key, path, hidden, depth))]: fillShape(
            shape.value,
            path,
            hidden,
            depth + 1,
          ),
        };
      case "string":
        return text(shape, path, hidden);
      case "blob": {
        const canary = newCanary();
        plant(canary, path, hidden, shape);
        return Buffer.from(canary).toString("base64");
      }
      case "boolean":
        return true;
      case "timestamp":
        return Math.floor(Date.now() / 1000);
      default:
        return Math.max(1, shape.min ?? 1);
    }
  }

  const { input } = operation;
  return { input: input === undefined ? {} : structure(input, [], input.sensitive, 0), canaries };
}

/** The canaries of the usual form in a text: in clear in any case, percent-encoded, or as base64 or hexadecimal. */
export function canariesIn(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (clear: string) => {
    for (const [canary] of clear.matchAll(form)) found.add(canary.toLowerCase());
  };
  look(text);
  for (const [run] of text.matchAll(spelled)) {
    look(Buffer.from(run, "base64").toString("latin1"));
    if (/^[0-9a-f]+$/i.test(run)) look(Buffer.from(run, "hex").toString("latin1"));
  }
  return found;
}

/** Whether a short canary, of letters or digits alone, stands in a text by itself. */
export function standsIn(text: string, canary: string): boolean {
  return new RegExp(`(?<![A-Za-z0-9])${canary}(?![A-Za-z0-9])`, "i").test(text);
}

export const isUsual = (canary: string): boolean => /^cnry[a-z2-7]{12}$/.test(canary);
