import { operatorNamed } from "../../condition/operator-name.ts";
import type { JsonMember } from "../../text/json-nodes.ts";
import type { IssueName } from "../issues.ts";
import type { Say, StatementRule } from "../rule.ts";

/** Conditions that say nothing, and lists whose values are of several JSON types. */
export const emptyConditions: StatementRule = ({ node }, _, say) => {
  const condition = node.members.find(({ key }) => key.value === "Condition")?.value;
  if (condition?.kind !== "object") return;
  if (condition.members.length === 0) say("EMPTY_OBJECT_CONDITION", condition.start);
  for (const { key: operator, value: block } of condition.members) {
    if (block.kind !== "object") continue;
    if (block.members.length === 0) say("EMPTY_OBJECT_CONDITION", block.start);
    for (const member of block.members) checkList(operator.value, member, say);
  }
};

function checkList(operator: string, { key, value }: JsonMember, say: Say): void {
  if (value.kind !== "array") return;
  if (value.items.length === 0) say(emptyList(operator), key.start, { key: key.value });
  const kinds = new Set(value.items.map(({ kind }) => kind));
  if (kinds.size > 1) say("INVALID_CONDITION_DATA_TYPE", key.start);
}

function emptyList(name: string): IssueName {
  const operator = operatorNamed(name);
  if (operator?.quantifier === "all") return "EMPTY_ARRAY_CONDITION_FORALLVALUES";
  if (operator?.quantifier === "any") return "EMPTY_ARRAY_CONDITION_FORANYVALUE";
  return operator?.ifExists ? "EMPTY_ARRAY_CONDITION_IFEXISTS" : "EMPTY_ARRAY_CONDITION";
}
