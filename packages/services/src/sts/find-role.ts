import {
  foldName,
  iamArn,
  noTrust,
  parseArn,
  parseIamResource,
  type Role,
  trustSet,
} from "@portcullis/directory";
import type { OperationId } from "../framework/api.ts";
import type { Call } from "../framework/call.ts";
import type { Existing } from "../framework/found.ts";

/** The role of any account that an ARN names, with its trust policy; for assuming it. */
export function findRoleByArn(call: Call<OperationId>, arn: string): Existing<Role> {
  const parts = parseArn(arn);
  const named = parseIamResource(parts?.resource ?? "");
  const account = parts?.account ?? "";
  const role = roleOf(call, account, named?.name ?? "", arn);
  return {
    type: "role",
    cloudType: "AWS::IAM::Role",
    label: arn,
    arn,
    account,
    entity: role,
    tags: role?.tags,
    boundary: role?.boundary,
    // A role that is not there trusts nobody, so that it is refused in the words of one that does not trust.
    policy: role === undefined ? noTrust : trustSet(role),
    invalid:
      parts?.service === "iam" && named?.type === "role"
        ? undefined
        : { code: "ValidationError", message: `${arn} is invalid` },
    expect: "existing",
    missing: { code: "NoSuchEntity", message: `The role with name ${named?.name} cannot be found.` },
  };
}

/** Every part of the ARN must be the role's own. */
function roleOf(call: Call<OperationId>, account: string, name: string, arn: string): Role | undefined {
  const state = account === call.account ? call.home : call.world.account(account);
  const role = state?.indexes.rolesByName.get(foldName(name));
  if (role === undefined) return undefined;
  return iamArn(call.world.partition, account, "role", role.path, role.name) === arn ? role : undefined;
}
