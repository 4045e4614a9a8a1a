import type { Report } from "../check/finding.ts";
import type { JsonNode } from "../text/json-nodes.ts";
import type { PrincipalEntry, PrincipalKey, PrincipalTree } from "./tree.ts";

const keys: readonly string[] = ["AWS", "Service", "Federated", "CanonicalUser"] satisfies PrincipalKey[];

function isPrincipalKey(text: string): text is PrincipalKey {
  return keys.includes(text);
}

/**
 * Reads the value of Principal or NotPrincipal: `"*"`, or a map whose keys tell the kind of principal.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function readPrincipal(node: JsonNode, negated: boolean, report: Report): PrincipalTree | undefined {
  const { start } = node;
  if (node.kind === "string" && node.value === "*") return { negated, start, everyone: true, entries: [] };
  if (node.kind !== "object") {
    report({
      code: "principal-format",
      offset: start,
      detail: 'a principal is "*" or an object with the keys AWS, Service, Federated or CanonicalUser',
    });
    return undefined;
  }
  const entries: PrincipalEntry[] = [];
  let wrong = false;
  const refuse = (code: "principal-key" | "wrong-type", offset: number, detail: string, value: string) => {
    wrong = true;
    report({ code, offset, detail, value });
  };
  for (const { key, value } of node.members) {
    if (!isPrincipalKey(key.value)) {
      refuse("principal-key", key.start, `unknown kind of principal \`${key.value}\``, key.value);
      continue;
    }
    for (const item of value.kind === "array" ? value.items : [value])
      if (item.kind === "string")
        entries.push({ key: key.value, value: { value: item.value, start: item.start } });
      else refuse("wrong-type", item.start, "a principal is not a string", "String");
  }
  if (entries.length === 0 && !wrong)
    report({ code: "empty-principal", offset: start, detail: "no principal is named" });
  return { negated, start, everyone: false, entries };
}
