import { type OutboundIssuer, principalTags } from "@portcullis/directory";
import type { Call } from "../../framework/call.ts";

/** Under which name the claims stand that are no standard ones, whatever the partition. */
const OWN = "https://sts.amazonaws.com/";

/** What tokens say. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound_token_claims.html */
export const claimNames = ["sub", "iss", "aud", "exp", "iat", "jti", OWN] as const;

type TokenCall = Omit<Call<"sts:GetWebIdentityToken">, "home">;

/** Of the same account in AWS: what is not known here (of an instance, a function, an organization) is left out. */
export function tokenClaims(call: TokenCall, { url }: OutboundIssuer, jti: string, exp: number) {
  const { caller, input, facts } = call;
  const { principal, session } = caller;
  const subject = principal.kind === "role-session" ? principal.roleArn : principal.arn;
  const tags = principalTags(caller);
  const [audience, ...more] = input.Audience;
  return {
    // RFC 7519 lets one audience stand alone, and most verifiers expect it so.
    aud: more.length === 0 ? audience : input.Audience,
    sub: subject,
    [OWN]: {
      aws_account: call.account,
      source_region: facts.region,
      principal_id: subject,
      ...(session === undefined ? {} : { original_session_exp: instant(session.expires) }),
      ...(session?.sourceIdentity === undefined ? {} : { source_identity: session.sourceIdentity }),
      ...(tags.length === 0 ? {} : { principal_tags: members(tags.map(({ key, value }) => [key, value])) }),
      ...(input.Tags === undefined || input.Tags.length === 0
        ? {}
        : { request_tags: members(input.Tags.map(({ Key, Value }) => [Key, Value])) }),
    },
    iss: url,
    exp,
    iat: seconds(call.now),
    jti,
  } satisfies { readonly [C in (typeof claimNames)[number]]: unknown };
}

export const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

const instant = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

/** Own members whatever they are called: `__proto__` too. */
const members = (entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> =>
  Object.fromEntries(entries);
