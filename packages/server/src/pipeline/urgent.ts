import type { Runtime } from "../runtime.ts";
import type { Exchange } from "./exchange.ts";

/** What only takes away begins with one of these, or makes a credential inactive. */
const takesAway =
  /^(?:Delete|Detach|Remove|Untag)|^Update(?:AccessKey|SSHPublicKey|ServiceSpecificCredential|SigningCertificate)$/;

/**
 * Whether a change may use the space that is kept back for a full disk: the operator's account takes something away.
 * Whatever adds waits for space, so that the reserve lasts for what it is kept for.
 */
export function isUrgent(runtime: Runtime, { caller, operation }: Exchange): boolean {
  if (caller === undefined || operation === undefined || !takesAway.test(operation.name)) return false;
  return runtime.realms.installation().byId.enrollment.get(caller.account)?.operator === true;
}
