import type { Report } from "../check/finding.ts";
import { operatorNamed } from "../condition/operator-name.ts";
import { lowerAscii } from "../text/ascii.ts";
import type { JsonMember, JsonNode, JsonObject } from "../text/json-nodes.ts";
import type { PolicyType } from "../types.ts";
import { ELEMENTS } from "./elements.table.ts";
import { readPrincipal } from "./read-principal.ts";
import type {
  ConditionTree,
  PatternList,
  PrincipalTree,
  StatementDraft,
  StatementTree,
  Text,
} from "./tree.ts";

const elements: readonly string[] = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

/** What cannot be understood is left out; the reason was reported. */
export function readStatement(type: PolicyType, node: JsonObject, report: Report): StatementDraft {
  const members = new Map<string, JsonMember>();
  for (const member of node.members) {
    const { key } = member;
    if (elements.includes(key.value)) members.set(key.value, member);
    else
      report({
        code: "unknown-element",
        offset: key.start,
        detail: `unknown element \`${key.value}\``,
        value: key.value,
      });
  }
  const effect = readEffect(node, members.get("Effect"), report);
  const sid = readSid(members.get("Sid"), report);
  const principal = principalOf(type, node, effect, members, report);
  const action = actionOf(type, node, members, report);
  const resource = resourceOf(type, node, members, report);
  const conditions = readConditions(members.get("Condition"), report);
  return { start: node.start, end: node.end, sid, effect, principal, action, resource, conditions, node };
}

/** True where the statement can be matched. */
export function isWhole(draft: StatementDraft): draft is StatementDraft & StatementTree {
  return draft.effect !== undefined && draft.action !== undefined;
}

function readEffect(
  statement: JsonObject,
  member: JsonMember | undefined,
  report: Report,
): "Allow" | "Deny" | undefined {
  const node = member?.value;
  if (node === undefined) {
    report({ code: "missing-effect", offset: statement.start, detail: "the statement has no effect" });
    return undefined;
  }
  const value = node.kind === "string" ? node.value : "";
  if (value === "Allow" || value === "Deny") return value;
  const otherCase = ["allow", "deny"].includes(lowerAscii(value));
  report({
    code: otherCase ? "effect-case" : "invalid-effect",
    offset: node.start,
    detail: `the effect is \`${value}\`, not Allow or Deny`,
    value,
  });
  return undefined;
}

function readSid(member: JsonMember | undefined, report: Report): Text | undefined {
  if (member === undefined) return undefined;
  if (member.value.kind === "string") return { value: member.value.value, start: member.value.start };
  report({
    code: "wrong-type",
    offset: member.value.start,
    detail: "the Sid is not a string",
    value: "String",
  });
  return undefined;
}

/** The one of two elements that exclude each other. */
function oneOf(
  members: ReadonlyMap<string, JsonMember>,
  name: string,
  report: Report,
): { readonly member: JsonMember; readonly negated: boolean } | undefined {
  const plain = members.get(name);
  const negation = members.get(`Not${name}`);
  if (plain !== undefined && negation !== undefined)
    report({
      code: "excluded-element",
      offset: negation.key.start,
      detail: `\`${name}\` and \`Not${name}\` exclude each other`,
      value: name,
      part: `Not${name}`,
    });
  const member = plain ?? negation;
  return member && { member, negated: plain === undefined };
}

function principalOf(
  type: PolicyType,
  statement: JsonObject,
  effect: "Allow" | "Deny" | undefined,
  members: ReadonlyMap<string, JsonMember>,
  report: Report,
): PrincipalTree | undefined {
  const rules = ELEMENTS[type];
  const found = oneOf(members, "Principal", report);
  if (found === undefined) {
    if (rules.principal !== "forbidden")
      report({
        code: "missing-principal",
        offset: statement.start,
        detail: "the statement has no principal",
      });
    return undefined;
  }
  const { member, negated } = found;
  const offset = member.key.start;
  if (rules.principal === "forbidden") {
    report({ code: "prohibited-principal", offset, detail: "this type of policy names no principal" });
    return undefined;
  }
  if (negated && rules.notPrincipal === "forbidden") {
    report({ code: "prohibited-not-principal", offset, detail: "this type of policy has no NotPrincipal" });
    return undefined;
  }
  if (negated && effect === "Allow")
    report({ code: "not-principal-with-allow", offset, detail: "NotPrincipal goes with Deny only" });
  const principal = readPrincipal(member.value, negated, report);
  const everyone = principal?.everyone || principal?.entries.every(({ value }) => value.value === "*");
  if (rules.principal === "everyone" && principal !== undefined && !everyone)
    report({ code: "principal-everyone", offset, detail: 'the principal of this type of policy is "*"' });
  return principal;
}

function actionOf(
  type: PolicyType,
  statement: JsonObject,
  members: ReadonlyMap<string, JsonMember>,
  report: Report,
): PatternList | undefined {
  const found = oneOf(members, "Action", report);
  if (found === undefined) {
    report({ code: "missing-action", offset: statement.start, detail: "the statement has no action" });
    return undefined;
  }
  if (found.negated && ELEMENTS[type].notAction === "forbidden")
    report({
      code: "prohibited-not-action",
      offset: found.member.key.start,
      detail: "this type of policy has no NotAction",
    });
  return patternList(found, false, report);
}

function resourceOf(
  type: PolicyType,
  statement: JsonObject,
  members: ReadonlyMap<string, JsonMember>,
  report: Report,
): PatternList | undefined {
  const presence = ELEMENTS[type].resource;
  const found = oneOf(members, "Resource", report);
  if (found === undefined) {
    if (presence === "required")
      report({ code: "missing-resource", offset: statement.start, detail: "the statement has no resource" });
    return undefined;
  }
  if (presence === "forbidden") {
    report({
      code: found.negated ? "prohibited-not-resource" : "prohibited-resource",
      offset: found.member.key.start,
      detail: "this type of policy names no resource",
    });
    return undefined;
  }
  // IAM drops null from a list of resources: CloudFormation leaves one where a resource has no ARN.
  return patternList(found, true, report);
}

function patternList(
  { member, negated }: { readonly member: JsonMember; readonly negated: boolean },
  dropNull: boolean,
  report: Report,
): PatternList {
  const { key, value } = member;
  const items =
    value.kind === "array" ? value.items.filter((item) => !dropNull || item.kind !== "null") : [value];
  const values: Text[] = [];
  for (const item of items)
    if (item.kind === "string") values.push({ value: item.value, start: item.start });
    else
      report({
        code: "wrong-type",
        offset: item.start,
        detail: `\`${key.value}\` holds a value that is not a string`,
        value: "String",
      });
  return { negated, start: key.start, values, empty: items.length === 0 };
}

function readConditions(member: JsonMember | undefined, report: Report): readonly ConditionTree[] {
  if (member === undefined) return [];
  const wrong = (node: JsonNode, detail: string) =>
    report({ code: "wrong-type", offset: node.start, detail, value: "Object" });
  if (member.value.kind !== "object") {
    wrong(member.value, "the condition is not a JSON object");
    return [];
  }
  const conditions: ConditionTree[] = [];
  for (const { key: operatorKey, value: block } of member.value.members) {
    const operator: Text = { value: operatorKey.value, start: operatorKey.start };
    if (operatorNamed(operator.value) === undefined)
      report({
        code: "unknown-operator",
        offset: operator.start,
        detail: `unknown condition operator \`${operator.value}\``,
        value: operator.value,
      });
    if (block.kind !== "object") {
      wrong(block, `the value of \`${operator.value}\` is not a JSON object`);
      continue;
    }
    if (block.members.length === 0) conditions.push({ operator, key: undefined, values: [] });
    readKeys(operator, block, conditions, report);
  }
  return conditions;
}

function readKeys(operator: Text, block: JsonObject, into: ConditionTree[], report: Report): void {
  const seen = new Set<string>();
  for (const { key, value } of block.members) {
    const lower = lowerAscii(key.value);
    if (seen.has(lower))
      report({
        code: "repeated-condition-key",
        offset: key.start,
        detail: `the condition key \`${key.value}\` is given twice, by letters of another case`,
        value: key.value,
      });
    seen.add(lower);
    const values: Text[] = [];
    for (const item of value.kind === "array" ? value.items : [value]) {
      const text = scalarText(item);
      if (text !== undefined) values.push({ value: text, start: item.start });
      else
        report({
          code: "wrong-type",
          offset: item.start,
          detail: `a value of \`${key.value}\` is not a string, a number or a boolean`,
          value: "String",
        });
    }
    into.push({ operator, key: { value: key.value, start: key.start }, values });
  }
}

function scalarText(node: JsonNode): string | undefined {
  switch (node.kind) {
    case "string":
      return node.value;
    case "number":
      return node.digits;
    case "boolean":
      return node.value ? "true" : "false";
    case "null":
    case "array":
    case "object":
      return undefined;
  }
}
