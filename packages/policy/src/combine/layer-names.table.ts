import type { LayerName, PolicyType } from "../types.ts";

/** Which layer a set of a type makes up. */
export const LAYER_OF: Readonly<Record<PolicyType, LayerName>> = {
  identity: "identity",
  boundary: "boundary",
  session: "session",
  resource: "resource",
  key: "resource",
  trust: "trust",
  scp: "scp",
  rcp: "rcp",
  endpoint: "endpoint",
};

interface LayerWords {
  /** `because no … allows the s3:GetObject action` */
  readonly implicit: string;
  /** `with an explicit deny in …` */
  readonly explicit: string;
  /** The ARN of a managed policy follows an explicit deny. */
  readonly namesPolicy: boolean;
}

/**
 * AWS's words for the layer that denied.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export const LAYER_WORDS: Readonly<Record<LayerName, LayerWords>> = {
  identity: { implicit: "identity-based policy", explicit: "an identity-based policy", namesPolicy: true },
  boundary: { implicit: "permissions boundary", explicit: "a permissions boundary", namesPolicy: true },
  session: { implicit: "session policy", explicit: "a session policy", namesPolicy: true },
  resource: { implicit: "resource-based policy", explicit: "a resource-based policy", namesPolicy: false },
  trust: { implicit: "role trust policy", explicit: "the role trust policy", namesPolicy: false },
  scp: { implicit: "service control policy", explicit: "a service control policy", namesPolicy: true },
  // AWS has no implicit text here: RCPFullAWSAccess cannot be detached there.
  rcp: { implicit: "resource control policy", explicit: "a resource control policy", namesPolicy: true },
  endpoint: { implicit: "VPC endpoint policy", explicit: "a VPC endpoint policy", namesPolicy: false },
};
