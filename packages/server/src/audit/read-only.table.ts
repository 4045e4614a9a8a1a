import type { ServiceId } from "@portcullis/aws-model";

/** How the names of operations that change nothing begin. */
export const readingPrefixes = [
  "Decode",
  "Describe",
  "Generate",
  "Get",
  "List",
  "Lookup",
  "Search",
  "Simulate",
] as const;

/**
 * Operations that CloudTrail marks otherwise than their name says.
 * Source: the example events of https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export const readOnlyExceptions: ReadonlyMap<`${ServiceId}:${string}`, boolean> = new Map([
  // What a session may do was given before; issuing one changes nothing.
  ["sts:AssumeRole", true],
  ["sts:AssumeRoleWithSAML", true],
  ["sts:AssumeRoleWithWebIdentity", true],
  ["sts:AssumeRoot", true],
  // A query reads, whoever pays for it.
  ["cloudtrail:StartQuery", true],
]);

/** Read-only operations whose answer is recorded nevertheless: the credentials that it speaks of are what matters. */
export const recordedAnswers: ReadonlySet<`${ServiceId}:${string}`> = new Set([
  "sts:AssumeRole",
  "sts:AssumeRoleWithSAML",
  "sts:AssumeRoleWithWebIdentity",
  "sts:AssumeRoot",
  "sts:GetDelegatedAccessToken",
  "sts:GetFederationToken",
  "sts:GetSessionToken",
  "sts:GetWebIdentityToken",
]);
