import type { Call } from "../framework/call.ts";
import { sessionTags } from "./session-tags.ts";

/** Once set, a source identity goes along the whole chain of roles. */
export function sourceIdentityOf({ input, caller }: Call<"sts:AssumeRole">): string | undefined {
  return input.SourceIdentity ?? caller.session?.sourceIdentity;
}

/**
 * What the trust policy may ask for besides tags and the keys of the caller: lower-case key → values.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export function trustKeys(call: Call<"sts:AssumeRole">): ReadonlyMap<string, readonly string[]> {
  const { RoleSessionName, ExternalId } = call.input;
  const keys = new Map<string, readonly string[]>([["sts:rolesessionname", [RoleSessionName]]]);
  if (ExternalId !== undefined) keys.set("sts:externalid", [ExternalId]);
  const sourceIdentity = sourceIdentityOf(call);
  if (sourceIdentity !== undefined) keys.set("sts:sourceidentity", [sourceIdentity]);
  const { transitiveKeys } = sessionTags(call);
  if (transitiveKeys.length > 0) keys.set("sts:transitivetagkeys", transitiveKeys);
  return keys;
}
