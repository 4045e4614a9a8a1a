import { answer } from "../framework/call.ts";
import { operation } from "../framework/operation.ts";
import { rotationForm } from "./rotation-form.ts";

/**
 * Starts a rotation of all keys, or joins the one that is under way, so that it may be called again.
 *
 * INVARIANT: no unaudited change. Keys are no entities of an account: they change in `prepare`, in one transaction with
 * an event that names this call and its caller. The call's own event is on disk before the answer, as ever.
 */
export const rotateKeys = operation("portcullis:RotateKeys", {
  prepare: ({ account, caller, requestId }, powers) =>
    powers.rotateKeys({ account, principal: caller.principal.arn, requestId }),
  run({ prepared, fail }) {
    if ("problem" in prepared) return fail("KeysUnavailableException", prepared.problem);
    return answer({ Started: prepared.started, ...rotationForm(prepared) });
  },
});
