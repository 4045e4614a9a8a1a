import { notOffered } from "../framework/operation.ts";
import type { ServiceTable } from "../framework/registry.ts";
import { assumeRole } from "./assume-role.ts";
import { getAccessKeyInfo } from "./get-access-key-info.ts";
import { getCallerIdentity } from "./get-caller-identity.ts";
import { getDelegatedAccessToken } from "./get-delegated-access-token.ts";
import { getSessionToken } from "./get-session-token.ts";
import { getWebIdentityToken } from "./outbound/get-web-identity-token.ts";

const federation = notOffered("nobody signs in through identity providers here");

/** Every operation of STS. */
export const sts: ServiceTable<"sts"> = {
  AssumeRole: assumeRole,
  AssumeRoleWithSAML: federation,
  AssumeRoleWithWebIdentity: federation,
  AssumeRoot: notOffered("organizations, whose management account it serves, are not kept here"),
  DecodeAuthorizationMessage: notOffered("denials carry no encoded message here"),
  GetAccessKeyInfo: getAccessKeyInfo,
  GetCallerIdentity: getCallerIdentity,
  GetDelegatedAccessToken: getDelegatedAccessToken,
  GetFederationToken: notOffered("federated users are not offered here"),
  GetSessionToken: getSessionToken,
  GetWebIdentityToken: getWebIdentityToken,
};
