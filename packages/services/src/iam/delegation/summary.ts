import { serviceNames } from "@portcullis/aws-model";
import type { DelegationRequest } from "@portcullis/directory";
import { boundariesOfNewRoles, newRolesOf } from "./new-roles.ts";
import { type Names, type PlainStatement, statementsOf } from "./statements.ts";

/** A request in Markdown. What the partner wrote stands in code alone, where it is text and nothing else. */
export function summaryOf({ requestor, requestorName, duration, policy }: DelegationRequest): string {
  const statements = statementsOf(policy);
  const allowed = statements.filter(({ effect }) => effect === "Allow");
  const denied = statements.filter(({ effect }) => effect === "Deny");
  return [
    `${code(requestorName)} (account ${requestor}) asks for access to this account for ${time(duration)} from when its token is sent.`,
    "As far as whoever accepts the request may do it, it may use:",
    allowed.length === 0 ? "- nothing" : allowed.map(line).join("\n"),
    ...(denied.length === 0 ? [] : ["In no case may it use:", denied.map(line).join("\n")]),
    ...rolesIn(policy),
  ].join("\n\n");
}

function rolesIn(policy: string): readonly string[] {
  switch (newRolesOf(policy)) {
    case "none":
      return [];
    case "bounded":
      return [
        "Roles that it creates outlast this access, and must have a permissions boundary:",
        boundariesOfNewRoles(policy)
          .map((arn) => `- ${code(arn)}`)
          .join("\n"),
      ];
    case "free":
      return ["Roles that it creates outlast this access, and need not have a permissions boundary."];
  }
}

function line({ actions, resources, conditions }: PlainStatement): string {
  const only = conditions.map(
    ({ operator, key, values }) => `${code(key)} fits ${code(operator)} of ${either(values)}`,
  );
  const where = resources.values.length === 1 && resources.values[0] === "*" && !resources.negated;
  return [
    `- ${actionsIn(actions)}`,
    where
      ? " on every resource"
      : ` on ${resources.negated ? "every resource but " : ""}${resources.values.map(code).join(", ")}`,
    only.length === 0 ? "" : `, only if ${only.join(" and ")}`,
  ].join("");
}

/** Actions under the names of their services. */
function actionsIn({ negated, values }: Names): string {
  const services = new Map<string, string[]>();
  for (const value of values) {
    const [prefix = "", name = "*"] = value === "*" ? ["*"] : value.split(":", 2);
    const service = prefix.toLowerCase();
    const names = services.get(service) ?? [];
    names.push(name);
    services.set(service, names);
  }
  const texts = [...services].map(([service, names]) => {
    const called = service === "*" ? "every service" : (serviceNames.get(service) ?? code(service));
    return `${names.includes("*") ? "every action" : names.map(code).join(", ")} of ${called}`;
  });
  return (negated ? "everything but " : "") + texts.join("; ");
}

const either = (values: readonly string[]): string => values.map(code).join(" or ");

function time(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), "hour"],
    [Math.floor((seconds % 3600) / 60), "minute"],
    [seconds % 60, "second"],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`)
    .join(" ");
}

/** A code span, whatever the text holds. Source: https://spec.commonmark.org/0.31.2/#code-spans */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  if (longest === 0) return `\`${text}\``;
  const fence = "`".repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}
