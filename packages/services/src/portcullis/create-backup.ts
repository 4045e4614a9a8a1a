import type { ErrorOf } from "../framework/api.ts";
import { answer, type BackupRefusal } from "../framework/call.ts";
import { operation } from "../framework/operation.ts";

const codes: Readonly<Record<BackupRefusal["refused"], ErrorOf<"portcullis:CreateBackup">>> = {
  "in-progress": "BackupInProgressException",
  failed: "BackupFailedException",
  "keeps-nothing": "UnsupportedOperationException",
};

/** Everything that is kept, at one instant, in a file whose place and name the server chooses. */
export const createBackup = operation("portcullis:CreateBackup", {
  prepare: (_, powers) => powers.createBackup(),
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
