import { iamArn } from "@portcullis/directory";
import type { OperationId } from "./api.ts";
import type { Call } from "./call.ts";

type Spoken = (call: Call<OperationId>) => string;

const pathPrefix = ({ input }: Call<OperationId>): string =>
  (input as { readonly PathPrefix?: string } | undefined)?.PathPrefix ?? "/";

/** The ARN that what is listed begins with. */
const everyOf =
  (type: "user" | "group" | "role" | "instance-profile" | "server-certificate" | "mfa"): Spoken =>
  (call) =>
    iamArn(call.world.partition, call.account, type, pathPrefix(call), "");

const everyProvider =
  (type: "saml-provider" | "oidc-provider"): Spoken =>
  (call) =>
    iamArn(call.world.partition, call.account, type, "/", "*");

/**
 * How AWS's denials name the resource of operations that are authorized on `*`, as its answers show. IAM gives `*`
 * where there is no row; other services name no resource.
 */
const spoken = new Map<OperationId, Spoken>([
  ["iam:ListUsers", everyOf("user")],
  ["iam:ListGroups", everyOf("group")],
  ["iam:ListRoles", everyOf("role")],
  ["iam:ListInstanceProfiles", everyOf("instance-profile")],
  ["iam:ListOpenIDConnectProviders", everyProvider("oidc-provider")],
  ["iam:ListSAMLProviders", everyProvider("saml-provider")],
  ["iam:ListServerCertificates", everyOf("server-certificate")],
  // It has no path to begin with.
  ["iam:ListVirtualMFADevices", everyOf("mfa")],
  ["iam:ListPolicies", (call) => `policy path ${pathPrefix(call)}`],
]);

export function spokenAll(call: Call<OperationId>): string {
  return spoken.get(call.id)?.(call) ?? (call.id.startsWith("iam:") ? "*" : "");
}
