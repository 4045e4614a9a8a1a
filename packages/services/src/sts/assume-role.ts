import { assumedRoleArn, type Caller, type Check, isAccountNumber, parseArn } from "@portcullis/directory";
import type { Failure } from "../framework/api.ts";
import { answer, type Call } from "../framework/call.ts";
import { operation } from "../framework/operation.ts";
import { durationFailure } from "./assume-role-duration.ts";
import { credentialsForm } from "./credentials-form.ts";
import { findRoleByArn } from "./find-role.ts";
import { mfaProof } from "./mfa.ts";
import { managedArns, policyFailure } from "./session-policies.ts";
import { sessionTags, tagFailure } from "./session-tags.ts";
import { sourceIdentityOf, trustKeys } from "./trust-keys.ts";

/** Seconds. Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const DEFAULT_DURATION = 3600;

/**
 * Trust and the caller's own policies decide on sts:AssumeRole and, where tags or a source identity are set or
 * handed on, on sts:TagSession and sts:SetSourceIdentity. A role that is not there is refused in the same words.
 * They may ask for MFA, which is proved for this call alone: "the temporary credentials returned by AssumeRole do not
 * include MFA information" (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html).
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const assumeRole = operation("sts:AssumeRole", {
  issuesCredentials: true,
  realms: ({ RoleArn }) => [parseArn(RoleArn)?.account ?? ""].filter(isAccountNumber),
  proof: mfaProof,
  find: (call) => ({ role: findRoleByArn(call, call.input.RoleArn) }),
  checks(call) {
    const { role } = call.found;
    const { inherited, passed } = sessionTags(call);
    const tags = [...inherited, ...passed];
    const on = (action: string): Check => ({
      action,
      target: { arn: role.arn, account: role.account, policy: role.policy },
      resourceTags: role.tags,
      resourceAccount: role.account,
      ...(tags.length === 0 ? {} : { requestTags: tags }),
      keys: trustKeys(call),
      mfaAt: call.mfaAt,
      terse: true,
    });
    return [
      on("sts:AssumeRole"),
      ...(tags.length === 0 ? [] : [on("sts:TagSession")]),
      ...(sourceIdentityOf(call) === undefined ? [] : [on("sts:SetSourceIdentity")]),
    ];
  },
  run(call) {
    const { input, caller, now } = call;
    const { role } = call.entities;
    const account = call.found.role.account ?? "";
    const chained = caller.role !== undefined;
    const seconds = input.DurationSeconds ?? DEFAULT_DURATION;
    const tags = sessionTags(call);
    const failure =
      contextFailure(call) ??
      sourceIdentityFailure(call) ??
      durationFailure(seconds, role.maxSessionDuration, chained) ??
      tagFailure(tags, input) ??
      policyFailure(call, account);
    if (failure !== undefined) return { kind: "failed", failure };
    const sourceIdentity = sourceIdentityOf(call);
    const session = {
      account,
      kind: "assumed-role",
      principalId: role.id,
      name: input.RoleSessionName,
      issued: now,
      expires: expiryOf(caller, now + seconds * 1000),
      policy: input.Policy,
      policyArns: managedArns(call),
      tags: [...tags.inherited, ...tags.passed],
      transitiveTagKeys: tags.transitiveKeys,
      sourceIdentity,
      chained,
      delegate: caller.session?.delegate,
    } as const;
    const limited = input.Policy !== undefined || session.policyArns.length > 0;
    const issued = call.vault.issue(session, call.draw.bytes);
    if ("oversize" in issued) {
      return call.fail(
        "PackedPolicyTooLarge",
        limited
          ? `Packed policy consumes ${issued.oversize}% of allotted space, please use smaller policy.`
          : `Packed size of session tags consumes ${issued.oversize}% of allotted space.`,
      );
    }
    return answer({
      Credentials: credentialsForm(issued),
      AssumedRoleUser: {
        AssumedRoleId: `${role.id}:${session.name}`,
        Arn: assumedRoleArn(call.world.partition, account, role.name, session.name),
      },
      ...(limited || session.tags.length > 0 ? { PackedPolicySize: call.vault.packedSize(session) } : {}),
      ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
    });
  },
});

/** What a partner was given ends when it was to end, whichever roles it assumes meanwhile. */
function expiryOf({ session }: Caller, asked: number): number {
  return session?.delegate === undefined ? asked : Math.min(asked, session.expires);
}

function contextFailure({ input }: Call<"sts:AssumeRole">): Failure | undefined {
  if ((input.ProvidedContexts?.length ?? 0) === 0) return undefined;
  return { code: "NotImplemented", message: "ProvidedContexts are not offered here." };
}

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html */
function sourceIdentityFailure({ input, caller }: Call<"sts:AssumeRole">): Failure | undefined {
  const held = caller.session?.sourceIdentity;
  const asked = input.SourceIdentity;
  if (held === undefined || asked === undefined || asked === held) return undefined;
  return {
    code: "AccessDenied",
    message: `User: ${caller.principal.arn} is not authorized to perform: sts:SetSourceIdentity on resource: ${input.RoleArn}`,
  };
}
