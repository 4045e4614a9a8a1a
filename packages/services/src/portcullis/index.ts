import type { ServiceTable } from "../framework/registry.ts";
import { createBackup } from "./create-backup.ts";
import { describeDeployment } from "./describe-deployment.ts";

/** Every operation of our own service. */
export const portcullis: ServiceTable<"portcullis"> = {
  CreateBackup: createBackup,
  DescribeDeployment: describeDeployment,
};
