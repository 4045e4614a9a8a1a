import { assumedRoleArn, iamArn, isAccountNumber, parseArn, parseIamResource } from "@portcullis/directory";
import type { Principal } from "@portcullis/policy";
import type { Failure } from "../../framework/api.ts";
import { invalidInput } from "./invalid-input.ts";

/** Who is taken to ask, and what the context says of it by itself. */
export interface SimulatedCaller {
  readonly principal: Principal & { readonly account: string };
  readonly defaults: ReadonlyMap<string, readonly string[]>;
}

const holders: readonly string[] = ["user", "group", "role"];

/** AWS's user id where a simulation has no caller. */
const NOBODY = "STUB_PRINCIPAL_FOR_POLICY_SIMULATOR";

/**
 * The user, group or role that a simulation is for. A group is never a principal of a policy, so that only what names
 * everyone or the account names it; a role asks as a session without a name.
 * @param id unique id, where the principal was found and may be told; AWS puts the ARN in its place
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html (CallerArn)
 */
export function simulatedCaller(arn: string, id?: string): SimulatedCaller | Failure {
  const parts = parseArn(arn);
  const resource = parts?.service === "iam" ? parseIamResource(parts.resource) : undefined;
  if (parts === undefined || !isAccountNumber(parts.account) || !holders.includes(resource?.type ?? ""))
    return invalidInput("Invalid caller - Caller must be an IAM user, role or group in this context.");
  const { partition, account } = parts;
  const { type, name } = resource!;
  return {
    principal:
      type === "role"
        ? {
            kind: "role-session",
            arn: assumedRoleArn(partition, account, name, ""),
            roleArn: arn,
            account,
            id: id ?? "",
          }
        : { kind: "user", arn, account, id: id ?? "" },
    defaults: new Map([
      ["aws:principalarn", [arn]],
      ["aws:principalaccount", [account]],
      ["aws:userid", [type === "user" ? (id ?? arn) : arn]],
      ...(type === "user" ? [["aws:username", [name]] as const] : []),
    ]),
  };
}

/** A simulation of policies alone: somebody of the account that asks for it. */
export function nobody(partition: string, account: string): SimulatedCaller {
  return {
    principal: { kind: "user", arn: iamArn(partition, account, "user", "/", ""), account, id: "" },
    defaults: new Map([
      ["aws:principalaccount", [account]],
      ["aws:userid", [NOBODY]],
    ]),
  };
}

/** The account that a ResourceOwner names: by an ARN of IAM, not by the number. */
export function ownerOf(text: string): string | Failure {
  const parts = parseArn(text);
  if (parts?.service === "iam" && parts.region === "" && isAccountNumber(parts.account)) return parts.account;
  return invalidInput(`'${text}' is not a valid as a Resource Owner.`);
}
