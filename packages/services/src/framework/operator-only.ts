import type { Denial } from "@portcullis/directory";
import type { OperationId } from "./api.ts";
import type { Call } from "./call.ts";

/** Operations of our own service that are no action on the installation, and so are any account's. */
const ofEveryAccount: ReadonlySet<OperationId> = new Set(["portcullis:ListDelegationNotifications"]);

/**
 * Actions on the installation are accepted from principals of the operator's account only, which was fixed at the
 * first start.
 *
 * INVARIANT: this is asked before anything is looked up and before any policy is read, so that none can grant it.
 */
export function operatorRefusal({ id, account, caller, world }: Call<OperationId>): Denial | undefined {
  if (!id.startsWith("portcullis:") || ofEveryAccount.has(id)) return undefined;
  if (world.installation.byId.enrollment.get(account)?.operator === true) return undefined;
  return {
    code: "AccessDenied",
    message: `User: ${caller.principal.arn} is not authorized to perform: ${id} because the installation takes it from the operator's account only`,
    decision: undefined,
  };
}
