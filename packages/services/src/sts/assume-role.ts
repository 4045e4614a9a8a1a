import { assumedRoleArn, type Check, isAccountNumber, parseArn } from "@portcullis/directory";
import { answer } from "../framework/call.ts";
import { operation } from "../framework/operation.ts";
import { durationFailure } from "./assume-role-duration.ts";
import { findRoleByArn } from "./find-role.ts";
import { inheritedTags, mfaFailure, passedTags, policyFailure, tagFailure } from "./session-input.ts";

/** Seconds. Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const DEFAULT_DURATION = 3600;

/**
 * Trust and the caller's own policies decide on sts:AssumeRole and, where tags or a source identity are set or
 * handed on, on sts:TagSession and sts:SetSourceIdentity. A role that is not there is refused in the same words.
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const assumeRole = operation("sts:AssumeRole", {
  issuesCredentials: true,
  realms: ({ RoleArn }) => [parseArn(RoleArn)?.account ?? ""].filter(isAccountNumber),
  find: (call) => ({ role: findRoleByArn(call, call.input.RoleArn) }),
  checks(call) {
    const { input, found, caller } = call;
    const { role } = found;
    const inherited = inheritedTags(call);
    const tags = [...inherited, ...passedTags(input)];
    const sourceIdentity = input.SourceIdentity ?? caller.session?.sourceIdentity;
    const keys = new Map<string, readonly string[]>([["sts:rolesessionname", [input.RoleSessionName]]]);
    if (input.ExternalId !== undefined) keys.set("sts:externalid", [input.ExternalId]);
    if (sourceIdentity !== undefined) keys.set("sts:sourceidentity", [sourceIdentity]);
    const transitive = [...inherited.map((tag) => tag.key), ...(input.TransitiveTagKeys ?? [])];
    if (transitive.length > 0) keys.set("sts:transitivetagkeys", transitive);
    const on = (action: string): Check => ({
      action,
      target: { arn: role.arn, account: role.account, policy: role.policy },
      resourceTags: role.tags,
      resourceAccount: role.account,
      ...(tags.length === 0 ? {} : { requestTags: tags }),
      keys,
      terse: true,
    });
    return [
      on("sts:AssumeRole"),
      ...(tags.length === 0 ? [] : [on("sts:TagSession")]),
      ...(sourceIdentity === undefined ? [] : [on("sts:SetSourceIdentity")]),
    ];
  },
  run(call) {
    const { input, entities, caller, now } = call;
    const { role } = entities;
    const account = call.found.role.account ?? "";
    const chained = caller.role !== undefined;
    const seconds = input.DurationSeconds ?? DEFAULT_DURATION;
    const held = caller.session?.sourceIdentity;
    if (input.ProvidedContexts !== undefined && input.ProvidedContexts.length > 0) {
      return call.fail("NotImplemented", "ProvidedContexts are not offered here.");
    }
    if (held !== undefined && input.SourceIdentity !== undefined && input.SourceIdentity !== held) {
      return call.fail(
        "AccessDenied",
        `User: ${caller.principal.arn} is not authorized to perform: sts:SetSourceIdentity on resource: ${call.found.role.arn}`,
      );
    }
    const failure =
      mfaFailure(input) ??
      durationFailure(seconds, role.maxSessionDuration, chained) ??
      tagFailure(call) ??
      policyFailure(call, account);
    if (failure !== undefined) return { kind: "failed", failure };
    const inherited = inheritedTags(call);
    const tags = [...inherited, ...passedTags(input)];
    const policyArns = (input.PolicyArns ?? []).flatMap(({ arn }) => arn ?? []);
    const sourceIdentity = input.SourceIdentity ?? held;
    const limited = input.Policy !== undefined || policyArns.length > 0 || tags.length > 0;
    const session = {
      account,
      kind: "assumed-role",
      principalId: role.id,
      name: input.RoleSessionName,
      issued: now,
      expires: now + seconds * 1000,
      policy: input.Policy,
      policyArns,
      tags,
      transitiveTagKeys: [...inherited.map((tag) => tag.key), ...(input.TransitiveTagKeys ?? [])],
      sourceIdentity,
      chained,
    } as const;
    const issued = call.vault.issue(session, call.draw.bytes);
    if ("oversize" in issued) {
      return call.fail(
        "PackedPolicyTooLarge",
        `Packed size of session tags consumes ${issued.oversize}% of allotted space.`,
      );
    }
    const { credentials } = issued;
    return answer({
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: session.expires,
      },
      AssumedRoleUser: {
        AssumedRoleId: `${role.id}:${input.RoleSessionName}`,
        Arn: assumedRoleArn(call.world.partition, account, role.name, input.RoleSessionName),
      },
      ...(limited ? { PackedPolicySize: call.vault.packedSize(session) } : {}),
      ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
    });
  },
});
