import type { ServiceTable } from "../framework/registry.ts";
import { createBackup } from "./create-backup.ts";
import { describeDeployment } from "./describe-deployment.ts";
import { describeKeys } from "./describe-keys.ts";
import { rotateKeys } from "./rotate-keys.ts";

/** Every operation of our own service. */
export const portcullis: ServiceTable<"portcullis"> = {
  CreateBackup: createBackup,
  DescribeDeployment: describeDeployment,
  DescribeKeys: describeKeys,
  RotateKeys: rotateKeys,
};
