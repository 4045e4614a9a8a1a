import { grantsOf } from "@portcullis/policy";
import { type RequestedStatement, statementsOf } from "./statements.ts";

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
    if (!createsRoles(statement)) continue;
    for (const { operator, key, values } of statement.conditions) {
      if (key.toLowerCase() !== BOUNDARY_KEY || !demanding.test(operator)) continue;
      for (const value of values) found.add(value);
    }
  }
  return [...found];
}

function createsRoles({ effect, actions }: RequestedStatement): boolean {
  const named = actions.negated ? "NotAction" : "Action";
  const alone = { Effect: effect, [named]: actions.values, Resource: "*" };
  return grantsOf(JSON.stringify({ Version: "2012-10-17", Statement: [alone] })).action("iam:createrole");
}
