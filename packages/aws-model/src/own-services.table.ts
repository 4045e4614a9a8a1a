/** What AWS's references say of AWS's services, said of our own. */
import type { CatalogTable } from "./catalog.ts";
import type { OwnServiceId } from "./types.ts";

export interface OwnService {
  /** What people call it. */
  readonly name: string;
  /** How events call it. Names below amazonaws.com are AWS's to give. */
  readonly eventSource: string;
  /**
   * Its actions in the form of the service authorization reference. They are on the installation, which has no ARN:
   * none has a resource type.
   */
  readonly reference: CatalogTable;
}

export const ownServices: Readonly<Record<OwnServiceId, OwnService>> = {
  portcullis: {
    name: "Portcullis",
    eventSource: "portcullis",
    reference: {
      actions: {
        CreateBackup: ["Write", [], []],
        DeleteDelegationTemplate: ["Permissions management", [], []],
        DescribeDeployment: ["Read", [], []],
        DescribeKeys: ["Read", [], []],
        ListDelegationNotifications: ["Read", [], []],
        ListDelegationTemplates: ["List", [], []],
        PutDelegationTemplate: ["Permissions management", [], []],
        RotateKeys: ["Write", [], []],
      },
      resourceTypes: {},
      conditionKeys: {},
    },
  },
};
