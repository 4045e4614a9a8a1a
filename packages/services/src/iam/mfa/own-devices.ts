import type { Failure, OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { devicesOf } from "./devices-of.ts";

/**
 * Who has a device adds and takes away devices of its own only with MFA: else a stolen access key could take the second
 * factor away. Others, who administer the user, are bound by their policies alone. AWS's reference does not say so; its
 * answers do.
 */
export function withoutOwnMfa(call: Call<OperationId>, owner: string): Failure | undefined {
  const { caller, home, account } = call;
  const self =
    caller.principal.kind === "root" ? account : caller.principal.kind === "user" && caller.user?.id;
  if (self !== owner || caller.session?.mfaAt !== undefined) return undefined;
  if (devicesOf(home, owner).length === 0) return undefined;
  return {
    code: "AccessDenied",
    message:
      "To complete this action, please ensure that you are authenticated with an MFA device that is enabled for this user.",
  };
}
