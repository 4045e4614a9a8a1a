import { grantsOf } from "@portcullis/policy";
import { type PlainStatement, statementsOf } from "./statements.ts";

const BOUNDARY_KEY = "iam:permissionsboundary";
/** Operators by which a condition demands a boundary; others may hold without one. */
const demanding = /^(?:String|Arn)(?:Equals|Like)$/;

/**
 * The permissions boundaries that roles must have which a policy allows to create: "If the PermissionPolicy includes
 * role creation permissions, this element will include the list of permissions boundary policies".
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DelegationRequest.html
 */
export function boundariesOfNewRoles(policy: string): string[] {
  const found = new Set<string>();
  for (const statement of statementsOf(policy)) {
    const boundaries = boundariesIn(statement);
    // Most name none, and to see what actions are meant is work.
    if (boundaries.length === 0 || !createsRoles(statement)) continue;
    for (const boundary of boundaries) found.add(boundary);
  }
  return [...found];
}

/** How a policy may create roles: `free` where a single statement of it demands no boundary. */
export function newRolesOf(policy: string): "none" | "bounded" | "free" {
  const creating = statementsOf(policy).filter(createsRoles);
  if (creating.length === 0) return "none";
  return creating.every((statement) => boundariesIn(statement).length > 0) ? "bounded" : "free";
}

function boundariesIn({ conditions }: PlainStatement): readonly string[] {
  return conditions.flatMap(({ operator, key, values }) =>
    key.toLowerCase() === BOUNDARY_KEY && demanding.test(operator) ? values : [],
  );
}

function createsRoles({ effect, actions }: PlainStatement): boolean {
  const named = actions.negated ? "NotAction" : "Action";
  const alone = { Effect: effect, [named]: actions.values, Resource: "*" };
  return grantsOf(JSON.stringify({ Version: "2012-10-17", Statement: [alone] })).action("iam:createrole");
}
