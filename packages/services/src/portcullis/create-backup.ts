import type { ErrorOf } from "../framework/api.ts";
import { answer, type BackupRefusal } from "../framework/call.ts";
import { operation } from "../framework/operation.ts";

const codes: Readonly<Record<BackupRefusal["refused"], ErrorOf<"portcullis:CreateBackup">>> = {
  "in-progress": "BackupInProgressException",
  failed: "BackupFailedException",
  "keeps-nothing": "UnsupportedOperationException",
};

/**
 * Everything that is kept, at one instant, in a file whose place and name the server chooses.
 *
 * INVARIANT: no unaudited backup. It is made in `prepare`, and an event that names this call and its caller is on disk
 * before it is there. The call's own event is on disk before the answer, as ever.
 */
export const createBackup = operation("portcullis:CreateBackup", {
  prepare: ({ account, caller, requestId }, powers) =>
    powers.createBackup({ account, principal: caller.principal.arn, requestId }),
  run({ prepared, fail }) {
    if ("refused" in prepared) return fail(codes[prepared.refused], prepared.message);
    return answer({
      Backup: {
        Path: prepared.path,
        Size: prepared.size,
        Sha256: prepared.sha256,
        Created: prepared.created,
        DeploymentId: prepared.deploymentId,
        Incarnation: prepared.incarnation,
        Realms: prepared.realms,
        Revisions: prepared.revisions,
        Entities: prepared.entities,
        Events: prepared.events,
      },
    });
  },
});
