import { preparsePolicySet, statefulIsAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import type { Decider } from "./engines.ts";
import { type Rule, rulesOf, type Workload } from "./workload.ts";

const quoted = (text: string): string => JSON.stringify(text);
const anyOf = (attribute: string, patterns: readonly string[]): string =>
  `(${patterns.map((pattern) => `context.${attribute} like ${quoted(pattern)}`).join(" || ")})`;
const attributeOf = (key: string): string => key.toLowerCase().replace(/[^a-z]/g, "_");

function policyOf({ effect, actions, resources, principal, condition }: Rule): string {
  const who =
    principal === undefined
      ? "principal"
      : `principal == User::${quoted(principal.split("/").at(-1) as string)}`;
  const when = [anyOf("action", actions), anyOf("resource", resources)];
  if (condition !== undefined) when.push(anyOf(attributeOf(condition.key), [condition.value]));
  return `${effect === "Allow" ? "permit" : "forbid"}(${who}, action, resource) when { ${when.join(" && ")} };`;
}

/**
 * The same statements as Cedar policies, parsed beforehand. All of them stand in one set, which is less than what
 * the others do on L: Cedar has no layers that intersect.
 */
export function cedar({ name, world, asks }: Workload): Decider {
  const parsed = preparsePolicySet(name, { staticPolicies: rulesOf(world).map(policyOf).join("\n") });
  if (parsed.type === "failure") throw new Error(JSON.stringify(parsed.errors));
  return (at) => {
    const { user, action, resource, context } = asks[at]!;
    const values = [...context].map(([key, [value]]) => [attributeOf(key), value as string] as const);
    const answer = statefulIsAuthorized({
      principal: { type: "User", id: user },
      action: { type: "Action", id: "any" },
      resource: { type: "Thing", id: "any" },
      context: { action, resource, ...Object.fromEntries(values) },
      preparsedPolicySetId: name,
      entities: [],
    });
    if (answer.type === "failure") throw new Error(JSON.stringify(answer.errors));
    return answer.response.decision === "allow";
  };
}
