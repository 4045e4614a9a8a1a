import type { ServiceTable } from "../framework/registry.ts";
import { createBackup } from "./create-backup.ts";
import { deleteDelegationTemplate } from "./delegation/delete-delegation-template.ts";
import { listDelegationNotifications } from "./delegation/list-delegation-notifications.ts";
import { listDelegationTemplates } from "./delegation/list-delegation-templates.ts";
import { putDelegationTemplate } from "./delegation/put-delegation-template.ts";
import { describeDeployment } from "./describe-deployment.ts";
import { describeKeys } from "./describe-keys.ts";
import { rotateKeys } from "./rotate-keys.ts";

/** Every operation of our own service. */
export const portcullis: ServiceTable<"portcullis"> = {
  CreateBackup: createBackup,
  DeleteDelegationTemplate: deleteDelegationTemplate,
  DescribeDeployment: describeDeployment,
  DescribeKeys: describeKeys,
  ListDelegationNotifications: listDelegationNotifications,
  ListDelegationTemplates: listDelegationTemplates,
  PutDelegationTemplate: putDelegationTemplate,
  RotateKeys: rotateKeys,
};
