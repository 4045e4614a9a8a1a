import { answer } from "../framework/call.ts";
import { operation } from "../framework/operation.ts";

/** Which deployment this is, and what the node that answers runs on. */
export const describeDeployment = operation("portcullis:DescribeDeployment", {
  prepare: (_, powers) => powers.describeDeployment(),
  run({ prepared, account, world }) {
    // Whoever may ask is of the operator's account, which was made at the first start.
    const created = world.installation.byId.enrollment.get(account)?.created;
    if (created === undefined) throw new Error("the operator's account is not enrolled");
    return answer({
      Deployment: {
        DeploymentId: prepared.id,
        Incarnation: prepared.incarnation,
        Partition: prepared.partition,
        Created: created,
        Version: prepared.version,
        Format: prepared.format,
        StorageKind: prepared.storageKind,
      },
    });
  },
});
