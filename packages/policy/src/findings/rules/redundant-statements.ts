import type { JsonNode } from "../../text/json-nodes.ts";
import type { PolicyRule } from "../rule.ts";

/** Statements that say the same, whatever they are called and in whatever order. */
export const redundantStatements: PolicyRule = ({ draft }, say) => {
  const seen = new Set<string>();
  for (const { node } of draft.statements) {
    const members = node.members.filter(({ key }) => key.value !== "Sid");
    const text = canonical({ ...node, members });
    if (seen.has(text)) say("REDUNDANT_STATEMENT", node.start);
    seen.add(text);
  }
};

/** Members sorted by name; a list of one is the one, and the order of a list says nothing. */
function canonical(node: JsonNode): string {
  switch (node.kind) {
    case "string":
      return JSON.stringify(node.value);
    case "number":
      return JSON.stringify(node.digits);
    case "boolean":
      return JSON.stringify(String(node.value));
    case "null":
      return "null";
    case "array": {
      const items = [...new Set(node.items.map(canonical))].sort();
      return items.length === 1 ? items[0]! : `[${items.join()}]`;
    }
    case "object":
      return `{${node.members
        .map(({ key, value }) => `${JSON.stringify(key.value)}:${canonical(value)}`)
        .sort()
        .join()}}`;
  }
}
