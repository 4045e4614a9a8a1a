import type { Operation, ServiceId, Shape, StructureShape } from "@portcullis/aws-model";
import { outputQuirks, percentEncode } from "@portcullis/wire";
import { bounds } from "./bounds.table.ts";
import { valueTime } from "./event-time.ts";
import { quote } from "./json-text.ts";
import { fateOf } from "./recorded-fields.ts";

/** What is recorded of a shape: hidden members are not in it, so that nothing can write them by mistake. */
type Plan =
  | { readonly kind: "structure"; readonly members: readonly PlannedMember[] }
  | { readonly kind: "list"; readonly item: Plan }
  | { readonly kind: "map"; readonly value: Plan }
  /** A policy in an answer, encoded in the event as the answer has it. */
  | { readonly kind: "percent-encoded" }
  | { readonly kind: "text" | "number" | "boolean" | "time" };

interface PlannedMember {
  readonly name: string;
  /** `"userName":` */
  readonly label: string;
  readonly plan: Plan;
}

/** How much may be written; `left` counts characters down and ends the walk below zero. */
interface Space {
  left: number;
  readonly value: number;
  readonly list: number;
}

interface OperationPlans {
  readonly input: Plan | undefined;
  readonly output: Plan | undefined;
}

const plansOf = new WeakMap<Operation, OperationPlans>();

/** requestParameters as JSON text; `null` where there are none. */
export function requestParameters(operation: Operation, input: unknown, beside = ""): string {
  return field(plans(operation).input, input, bounds.parameters, beside);
}

/** responseElements as JSON text; `null` where there are none. */
export function responseElements(operation: Operation, output: unknown): string {
  return field(plans(operation).output, output, bounds.response, "");
}

/**
 * One field of a record. What is too large is written again with short values and short lists, and marked as
 * CloudTrail marks what it cuts; what is too large even then is left out.
 * @param beside members that are no part of the value: `"a":1`
 */
function field(plan: Plan | undefined, value: unknown, limit: number, beside: string): string {
  if (plan === undefined || value === undefined || value === null) return wrap(beside, "");
  const whole: Space = { left: limit, value: bounds.value, list: Number.POSITIVE_INFINITY };
  const text = wrap(beside, bare(write(plan, value, whole)));
  if (whole.left >= 0 && fits(text, limit)) return text;
  const tight: Space = { left: limit, value: bounds.shortValue, list: bounds.shortList };
  const short = `{"omitted":true,${bare(write(plan, value, tight))}`.replace(/,$/, "");
  return tight.left >= 0 && fits(`${short}}`, limit) ? `${short}}` : '{"omitted":true}';
}

function fits(text: string, limit: number): boolean {
  return text.length <= limit && (text.length * 3 <= limit || Buffer.byteLength(text) <= limit);
}

/** The members of an object's text, without its braces. */
function bare(object: string): string {
  return object.startsWith("{") ? object.slice(1, -1) : "";
}

function wrap(first: string, second: string): string {
  if (first === "" && second === "") return "null";
  return first === "" || second === "" ? `{${first}${second}}` : `{${first},${second}}`;
}

/** Takes whatever a decoded request holds, valid or not; what is not of its shape is `null`. */
function write(plan: Plan, value: unknown, space: Space): string {
  if (space.left < 0) return "null";
  switch (plan.kind) {
    case "structure":
      return typeof value === "object" && value !== null
        ? writeMembers(plan.members, value as Record<string, unknown>, space)
        : "null";
    case "list":
      return Array.isArray(value) ? writeItems(plan.item, value, space) : "null";
    case "map":
      return typeof value === "object" && value !== null
        ? writeEntries(plan.value, value as Record<string, unknown>, space)
        : "null";
    case "text":
      return typeof value === "string" ? spend(quote(value, space.value), space) : "null";
    case "percent-encoded":
      return typeof value === "string"
        ? spend(quote(percentEncode(value.slice(0, space.value + 1)), space.value), space)
        : "null";
    case "number":
      return typeof value === "number" && Number.isFinite(value) ? spend(String(value), space) : "null";
    case "boolean":
      return typeof value === "boolean" ? spend(String(value), space) : "null";
    case "time": {
      const text = typeof value === "number" ? valueTime(value) : undefined;
      return text === undefined ? "null" : spend(`"${text}"`, space);
    }
  }
}

function spend(text: string, space: Space): string {
  space.left -= text.length;
  return text;
}

function writeMembers(
  members: readonly PlannedMember[],
  value: Readonly<Record<string, unknown>>,
  space: Space,
): string {
  let text = "";
  for (const { name, label, plan } of members) {
    const each = value[name];
    if (each === undefined || !Object.hasOwn(value, name)) continue;
    space.left -= label.length + 1;
    text += `${text === "" ? "" : ","}${label}${write(plan, each, space)}`;
  }
  return `{${text}}`;
}

function writeItems(plan: Plan, items: readonly unknown[], space: Space): string {
  let text = "";
  const end = Math.min(items.length, space.list);
  for (let at = 0; at < end && space.left >= 0; at++) {
    space.left--;
    text += `${at === 0 ? "" : ","}${write(plan, items[at], space)}`;
  }
  return `[${text}]`;
}

function writeEntries(plan: Plan, value: Readonly<Record<string, unknown>>, space: Space): string {
  let text = "";
  let count = 0;
  for (const key of Object.keys(value)) {
    if (space.left < 0 || count++ >= space.list) break;
    const label = spend(`${quote(key, space.value)}:`, space);
    text += `${text === "" ? "" : ","}${label}${write(plan, value[key], space)}`;
  }
  return `{${text}}`;
}

function plans(operation: Operation): OperationPlans {
  let found = plansOf.get(operation);
  if (found === undefined) {
    const known = new Map<Shape, Plan>();
    const { service, input, output } = operation;
    found = {
      input: input && planOf(service, input, known),
      output: output && planOf(service, output, known),
    };
    plansOf.set(operation, found);
  }
  return found;
}

function planOf(service: ServiceId, shape: Shape, known: Map<Shape, Plan>): Plan {
  switch (shape.type) {
    case "structure":
      return known.get(shape) ?? planStructure(service, shape, known);
    case "list":
      return { kind: "list", item: planOf(service, shape.member, known) };
    case "map":
      return { kind: "map", value: planOf(service, shape.value, known) };
    case "integer":
    case "long":
    case "double":
    case "float":
      return { kind: "number" };
    case "boolean":
      return { kind: "boolean" };
    case "timestamp":
      return { kind: "time" };
    case "string":
      return { kind: "text" };
    case "blob":
      // Bytes are never written, whoever said that they may be: a reader could not tell what is in them.
      return { kind: "structure", members: [] };
  }
}

/** A structure may hold itself, so it is known before its members are planned. */
function planStructure(service: ServiceId, shape: StructureShape, known: Map<Shape, Plan>): Plan {
  const members: PlannedMember[] = [];
  const plan: Plan = { kind: "structure", members };
  known.set(shape, plan);
  for (const member of shape.members) {
    if (fateOf(service, shape, member) === "hidden") continue;
    const { name } = member;
    const label = `"${name.slice(0, 1).toLowerCase()}${name.slice(1)}":`;
    const quirk = outputQuirks[service].get(`${shape.name}.${name}`);
    const memberPlan: Plan = quirk === undefined ? planOf(service, member.shape, known) : { kind: quirk };
    members.push({ name, label, plan: memberPlan });
  }
  return plan;
}
