import { lowerAscii } from "../../text/ascii.ts";
import { hasKey, hasWildcard, type StatementRule } from "../rule.ts";
import { covers, prefixLength, withoutVariables } from "../wildcards.ts";

interface Grant {
  readonly action: string;
  readonly issue: "PASS_ROLE" | "CREATE_SLR";
  /** A condition on it limits the grant. */
  readonly limit: string;
  /** What the ARN of every such role begins its resource with. */
  readonly path: string;
}

const grants: readonly Grant[] = [
  { action: "iam:passrole", issue: "PASS_ROLE", limit: "iam:passedtoservice", path: "role/" },
  {
    action: "iam:createservicelinkedrole",
    issue: "CREATE_SLR",
    limit: "iam:awsservicename",
    path: "role/aws-service-role/",
  },
];

/** Grants to pass, or to make, roles that nobody chose. */
export const broadGrants: StatementRule = (statement, { type }, say) => {
  const { effect, action, resource } = statement;
  if (effect !== "Allow" || action === undefined || resource === undefined) return;
  // A boundary or an SCP grants nothing, and the others name the resource that they are on.
  if (type !== "identity" && type !== "session") return;
  for (const grant of grants) {
    const patterns = action.values.map(({ value }) => lowerAscii(value));
    const how = granted(patterns, action.negated, grant.action);
    if (how === undefined) continue;
    const where = resource.negated
      ? "not"
      : resource.values.some(({ value }) => isBroad(value, grant.path))
        ? "star"
        : undefined;
    if (where === undefined || hasKey(statement, [grant.limit])) continue;
    say(`${grant.issue}_WITH_${suffixes[how][where]}`, resource.start);
  }
};

const suffixes = {
  named: { not: "NOT_RESOURCE", star: "STAR_IN_RESOURCE" },
  star: { not: "STAR_IN_ACTION_AND_NOT_RESOURCE", star: "STAR_IN_ACTION_AND_RESOURCE" },
  not: { not: "NOT_ACTION_AND_NOT_RESOURCE", star: "STAR_IN_RESOURCE_AND_NOT_ACTION" },
} as const;

function granted(
  patterns: readonly string[],
  negated: boolean,
  action: string,
): keyof typeof suffixes | undefined {
  const matching = patterns.filter((pattern) => covers(pattern, action));
  if (negated) return matching.length === 0 ? "not" : undefined;
  if (matching.length === 0) return undefined;
  return matching.some((pattern) => !hasWildcard(pattern)) ? "named" : "star";
}

/** A wildcard where the role's own path and name would begin; a name that only ends in one was chosen. */
function isBroad(value: string, path: string): boolean {
  if (value === "*") return true;
  const [arn, , service, , , ...rest] = value.split(":");
  if (arn !== "arn" || service !== "iam") return false;
  const resource = withoutVariables(rest.join(":"));
  const plain = prefixLength(resource);
  return plain < resource.length && path.startsWith(resource.slice(0, plain));
}
