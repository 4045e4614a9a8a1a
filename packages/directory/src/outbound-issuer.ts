import { SEPARATOR } from "./indexes.table.ts";
import type { OutboundIssuer, OutboundKey } from "./outbound-entities.ts";
import type { RealmState } from "./state.ts";

/** Milliseconds. Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html */
export const LONGEST_OUTBOUND_TOKEN = 3600_000;

/** Milliseconds by which the clock of whoever verifies a token may be behind. */
const TOLERANCE = 300_000;

/** Milliseconds after the last token of a key, or of an issuer, in which somebody may still have to verify it. */
const AFTER_LAST_TOKEN = LONGEST_OUTBOUND_TOKEN + TOLERANCE;

/** The issuer of an account's tokens; undefined: the account never had one, or nothing is left of it. */
export function outboundIssuerOf(installation: RealmState, account: string): OutboundIssuer | undefined {
  return installation.indexes.outboundIssuersByAccount.get(account);
}

/** Its keys, from the one that began to sign first. */
export function outboundKeysOf(installation: RealmState, issuer: string): readonly OutboundKey[] {
  return [...installation.indexes.outboundKeysByIssuer.startingWith(issuer + SEPARATOR)].map(
    ([, key]) => key,
  );
}

/** The key that signs at an instant. Nothing else signs before the first one begins to: clocks of nodes differ. */
export function signingKeyOf(
  keys: readonly OutboundKey[],
  algorithm: OutboundKey["algorithm"],
  now: number,
): OutboundKey | undefined {
  const own = keys.filter((key) => key.algorithm === algorithm);
  return own.findLast(({ signsFrom }) => signsFrom <= now) ?? own[0];
}

/** Those that verify a token which may be valid at an instant, or that will sign soon. */
export function publishedKeys(keys: readonly OutboundKey[], now: number): readonly OutboundKey[] {
  return keys.filter((key, at) => {
    const next = keys.slice(at + 1).find(({ algorithm }) => algorithm === key.algorithm);
    return next === undefined || now < next.signsFrom + AFTER_LAST_TOKEN;
  });
}

/**
 * Whether its keys are published: as long as a token that it issued may be valid. "This operation does not affect
 * tokens that were issued before the feature was disabled"
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_DisableOutboundWebIdentityFederation.html).
 */
export function isPublished({ disabled }: OutboundIssuer, now: number): boolean {
  return disabled === undefined || now < disabled + AFTER_LAST_TOKEN;
}

/** The issuer with an id, where anybody may know of it; of a closed account nothing is published. */
export function publishedIssuer(
  installation: RealmState,
  id: string,
  now: number,
): OutboundIssuer | undefined {
  const issuer = installation.byId["outbound-issuer"].get(id);
  if (issuer === undefined || !isPublished(issuer, now)) return undefined;
  return installation.byId.enrollment.get(issuer.account)?.state === "active" ? issuer : undefined;
}

/**
 * Whether tokens of this installation come from a URL: the id of an issuer, which nobody guesses, is a part of its
 * path, also where another name leads to this server.
 */
export function isOwnIssuer(installation: RealmState, url: string): boolean {
  return url.split("/").some((part) => installation.byId["outbound-issuer"].has(part.toLowerCase()));
}
