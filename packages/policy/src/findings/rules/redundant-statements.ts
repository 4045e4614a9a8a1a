import type { JsonNode } from "../../text/json-nodes.ts";
import type { PolicyRule } from "../rule.ts";

/** Statements that say the same, whatever they are called and in whatever order. */
export const redundantStatements: PolicyRule = ({ draft }, say) => {
  if (draft.statements.length < 2) return;
  const seen = new Set<string>();
  for (const { node } of draft.statements) {
    const members = node.members.filter(({ key }) => key.value !== "Sid");
    const text = canonical({ ...node, members });
    if (seen.has(text)) say("REDUNDANT_STATEMENT", node.start);
    seen.add(text);
  }
};

/**
 * Members sorted by name; a list of one is the one, and the order of a list says nothing. Texts stand behind their
 * length, so that no text can look like two.
 */
function canonical(node: JsonNode): string {
  switch (node.kind) {
    case "string":
      return `${node.value.length}:${node.value}`;
    case "number":
      return `${node.digits.length}:${node.digits}`;
    case "boolean":
      return node.value ? "4:true" : "5:false";
    case "null":
      return "null";
    case "array": {
      const items = node.items.map(canonical);
      if (items.length === 1) return items[0]!;
      return `[${[...new Set(items)].sort().join()}]`;
    }
    case "object":
      return `{${node.members
        .map(({ key, value }) => `${key.value.length}:${key.value}=${canonical(value)}`)
        .sort()
        .join()}}`;
  }
}
