/** Inputs that break one constraint of the model each, and what AWS says of them. */
import type { Operation, Shape } from "@portcullis/aws-model";

export interface Violation {
  /** The shape and its constraint: `userNameType max`. */
  readonly of: string;
  readonly input: object;
  readonly message: string | RegExp;
}

/** Longer values are refused before they are read. */
const MOST = 500_000;

/** Every constraint of an operation's input broken once, in an input that is well-formed otherwise. */
export function violationsOf({ input }: Operation, wellFormed: object): readonly Violation[] {
  return (input?.members ?? []).flatMap(({ name, shape, required }) => {
    const path = inMessages(name);
    const missing = { of: `${shape.name} required`, path, value: undefined, text: "Member must not be null" };
    return [...(required ? [missing] : []), ...broken(shape, path)].map((each) => ({
      of: each.of,
      input: { ...wellFormed, [name]: each.value },
      message: messageOf(each),
    }));
  });
}

function messageOf({ of, path, text }: Broken): string | RegExp {
  const listed = `1 validation error detected: Value at '${path}' failed to satisfy constraint: ${text}`;
  if (!of.endsWith(" pattern")) return listed;
  // Of names and paths IAM says in its own words what they may be.
  return new RegExp(`^(?:${escaped(listed)}|The specified value for ${path} is invalid\\. It must .+)$`);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const inMessages = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

interface Broken {
  readonly of: string;
  readonly path: string;
  readonly value: unknown;
  readonly text: string;
}

function broken(shape: Shape, path: string): readonly Broken[] {
  const of = (kind: string, value: unknown, text: string): readonly Broken[] =>
    value === undefined ? [] : [{ of: `${shape.name} ${kind}`, path, value, text }];
  const { min, max } = "min" in shape ? shape : { min: undefined, max: undefined };
  switch (shape.type) {
    case "string":
      return [
        ...(shape.enum
          ? of("enum", "none", `Member must satisfy enum value set: [${shape.enum.join(", ")}]`)
          : []),
        ...(max
          ? of("max", filler(shape, max + 1), `Member must have length less than or equal to ${max}`)
          : []),
        ...(min
          ? of("min", filler(shape, min - 1), `Member must have length greater than or equal to ${min}`)
          : []),
        ...(shape.pattern && !shape.enum
          ? of("pattern", unfit(shape), `Member must satisfy regular expression pattern: ${shape.pattern}`)
          : []),
      ];
    case "integer":
    case "long":
      return [
        ...(max ? of("max", max + 1, `Member must have value less than or equal to ${max}`) : []),
        ...(min ? of("min", min - 1, `Member must have value greater than or equal to ${min}`) : []),
      ];
    case "list": {
      const item = sample(shape.member);
      const items = (count: number) =>
        item === undefined ? undefined : Array.from({ length: count }, () => item);
      return [
        ...(max ? of("max", items(max + 1), `Member must have length less than or equal to ${max}`) : []),
        ...(shape.member.type === "structure"
          ? broken(shape.member, `${path}.1.member`).map((each) => ({ ...each, value: [each.value] }))
          : []),
      ];
    }
    case "structure":
      return shape.members.flatMap(({ name, shape: inner }) =>
        broken(inner, `${path}.${inMessages(name)}`).map((each) => ({
          ...each,
          value: { ...(sample(shape) as object), [name]: each.value },
        })),
      );
    default:
      return [];
  }
}

/** A text of that length within the shape's pattern; undefined: none is known. */
function filler(shape: Extract<Shape, { readonly type: "string" }>, length: number): string | undefined {
  if (length > MOST) return undefined;
  return [
    "a".repeat(length),
    "1".repeat(length),
    "A".repeat(length),
    `/${"a".repeat(Math.max(0, length - 2))}/`,
  ]
    .filter((text) => text.length === length)
    .find((text) => shape.matches?.(text) ?? true);
}

/** A text of a length that the shape allows, outside its pattern. */
function unfit(shape: Extract<Shape, { readonly type: "string" }>): string | undefined {
  const length = shape.min || 1;
  return [" ", "*", "\u2028"]
    .map((each) => each.repeat(length))
    .find((text) => shape.matches?.(text) === false);
}

/** Anything within the shape's constraints; undefined: nothing is known. */
function sample(shape: Shape): unknown {
  switch (shape.type) {
    case "string":
      return shape.enum?.[0] ?? filler(shape, shape.min || 1);
    case "structure": {
      // One without members cannot be sent.
      const members = shape.members.filter(({ required }) => required);
      return members.length === 0
        ? undefined
        : Object.fromEntries(members.map((each) => [each.name, sample(each.shape)]));
    }
    default:
      return undefined;
  }
}
