import { type LinkedService, linkedServices, scaledServices } from "./linked-services.table.ts";

/** What the role of a service is like. */
export interface LinkedRole {
  /** Without a suffix. */
  readonly name: string;
  /** Of the managed policy on the path of service-linked roles. */
  readonly policy: string;
  readonly takesSuffix: boolean;
}

const DOMAIN = ".amazonaws.com";
const NAME_START = "AWSServiceRoleFor";

const ofService: ReadonlyMap<string, LinkedRole> = new Map([
  ...linkedServices.map(ofRow),
  ...scaledServices.map(([service, thing]) =>
    ofRow([
      `${service}.application-autoscaling`,
      `ApplicationAutoScaling_${thing}`,
      // AWS spells this one in its own way.
      `AWSApplicationAuto${thing === "CustomResource" ? "S" : "s"}caling${thing}Policy`,
    ]),
  ),
]);

function ofRow([service, role, policy, suffix]: LinkedService): readonly [string, LinkedRole] {
  return [service + DOMAIN, { name: NAME_START + role, policy, takesSuffix: suffix !== undefined }];
}

/** undefined: AWS has no role for such a service. @param principal `ecs.amazonaws.com` */
export function linkedRole(principal: string): LinkedRole | undefined {
  return ofService.get(principal);
}

/** What the role of a service that nobody knows would be called: permission is asked for before that is told. */
export function linkedRoleName(principal: string, suffix: string | undefined): string {
  const name = linkedRole(principal)?.name ?? NAME_START;
  return suffix === undefined ? name : `${name}_${suffix}`;
}
