import type { ListShape, MapShape, Operation, Shape, StructureShape } from "@portcullis/aws-model";
import { constraintsOf, failedBy, isScalar, outside } from "./check-scalar.ts";
import type { Constraint } from "./constraint.ts";
import { echoOf, echoUnlessSecretive, type MayEcho } from "./echo.ts";
import type { Structure } from "./failure.ts";
import { limits } from "./limits.table.ts";
import { validationForms } from "./validation.table.ts";

/** A constraint of the model that a value fails. */
export interface Violation {
  /** As AWS names it: `tags.1.member.key`. */
  readonly path: string;
  /** The model's names without indices: `["Tags", "Key"]`. */
  readonly member: readonly string[];
  readonly constraint: Constraint;
  /** The value as the message repeats it; null where that says it is missing, undefined where nothing is repeated. */
  readonly echo: string | null | undefined;
}

interface Walk {
  readonly operation: Operation;
  readonly mayEcho: MayEcho;
  readonly violations: Violation[];
  /** Names and, in lists, indices on the way to the value at hand. */
  readonly way: (string | number)[];
}

/**
 * Checks a decoded input against the constraints of the model, in the model's order, up to ten violations.
 *
 * @param mayEcho which values a message may repeat; by default those that are not named like a secret.
 */
export function validate(
  operation: Operation,
  input: Structure,
  mayEcho: MayEcho = echoUnlessSecretive,
): readonly Violation[] {
  if (operation.input === undefined) return [];
  const walk: Walk = { operation, mayEcho, violations: [], way: [] };
  visitStructure(operation.input, input, walk, operation.input.sensitive);
  return walk.violations;
}

function visitStructure(shape: StructureShape, value: Structure, walk: Walk, sensitive: boolean): void {
  for (const member of shape.members) {
    if (walk.violations.length >= limits.violations) return;
    const held = value[member.name];
    walk.way.push(member.name);
    if (held !== undefined) visit(member.shape, held, walk, sensitive);
    else if (member.required) missing(walk);
    walk.way.pop();
  }
}

function missing(walk: Walk): void {
  const told = validationForms[walk.operation.service].echo ? null : undefined;
  walk.violations.push(violation(walk, { kind: "required" }, told));
}

function visit(shape: Shape, value: unknown, walk: Walk, inherited: boolean): void {
  const sensitive = inherited || shape.sensitive;
  switch (shape.type) {
    case "structure":
      visitStructure(shape, value as Structure, walk, sensitive);
      break;
    case "list":
      visitList(shape, value as readonly unknown[], walk, sensitive);
      break;
    case "map":
      visitMap(shape, value as Structure, walk, sensitive);
      break;
    default:
      for (const constraint of inOrder(walk, failedBy(shape, value))) {
        report(walk, constraint, shape, value, sensitive);
      }
  }
}

function inOrder(walk: Walk, failed: readonly Constraint[]): readonly Constraint[] {
  if (failed.length < 2) return failed;
  const form = validationForms[walk.operation.service];
  return form.style === "listed" && form.first === "length" ? failed.toReversed() : failed;
}

function itemConstraints(walk: Walk, each: readonly Constraint[]): readonly Constraint[] {
  const form = validationForms[walk.operation.service];
  return form.style === "listed" && form.itemsNotNull ? [...each, { kind: "required" }] : each;
}

function visitList(shape: ListShape, value: readonly unknown[], walk: Walk, sensitive: boolean): void {
  const wrongSize = outside(value.length, shape.min, shape.max, "length");
  // Items of a list that is too long are not looked at.
  if (wrongSize.length > 0) {
    report(walk, wrongSize[0]!, shape, value, sensitive);
    return;
  }
  const member = shape.member;
  if (isScalar(member)) {
    if (value.some((item) => item === null || failedBy(member, item).length > 0)) {
      const constraint: Constraint = { kind: "items", each: itemConstraints(walk, constraintsOf(member)) };
      report(walk, constraint, shape, value, sensitive || member.sensitive);
    }
    return;
  }
  for (const [at, item] of value.entries()) {
    if (walk.violations.length >= limits.violations) return;
    walk.way.push(at + 1);
    if (item === null) missing(walk);
    else visit(member, item, walk, sensitive);
    walk.way.pop();
  }
}

/** Keys and values of a map are checked, never repeated: both are the caller's words. */
function visitMap(shape: MapShape, value: Structure, walk: Walk, sensitive: boolean): void {
  const keys = Object.keys(value);
  const { key, value: member } = shape;
  const wrongSize = outside(keys.length, shape.min, shape.max, "length");
  if (wrongSize.length > 0) {
    report(walk, wrongSize[0]!, shape, value, sensitive);
    return;
  }
  if (isScalar(key) && keys.some((name) => failedBy(key, name).length > 0)) {
    report(walk, { kind: "keys", each: constraintsOf(key) }, shape, value, sensitive);
  }
  if (isScalar(member)) {
    if (keys.some((name) => failedBy(member, value[name]).length > 0)) {
      report(walk, { kind: "values", each: constraintsOf(member) }, shape, value, sensitive);
    }
    return;
  }
  for (const name of keys) {
    if (walk.violations.length >= limits.violations) return;
    walk.way.push("value");
    visit(member, value[name], walk, sensitive);
    walk.way.pop();
  }
}

function report(walk: Walk, constraint: Constraint, shape: Shape, value: unknown, sensitive: boolean): void {
  if (walk.violations.length >= limits.violations) return;
  const names = namesOf(walk);
  const repeated =
    validationForms[walk.operation.service].echo && !sensitive && walk.mayEcho(walk.operation, names);
  walk.violations.push(violation(walk, constraint, repeated ? echoOf(shape, value) : undefined));
}

function violation(walk: Walk, constraint: Constraint, echo: Violation["echo"]): Violation {
  return { path: pathOf(walk.way), member: namesOf(walk), constraint, echo };
}

const namesOf = (walk: Walk): readonly string[] =>
  walk.way.filter((step): step is string => typeof step === "string");

/** Names begin with a small letter, items are `1.member`. */
function pathOf(way: readonly (string | number)[]): string {
  return way
    .map((step) =>
      typeof step === "number" ? `${step}.member` : step.charAt(0).toLowerCase() + step.slice(1),
    )
    .join(".");
}
