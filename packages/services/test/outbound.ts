/** Accounts that issue outbound tokens, and what a service that takes one reads of it. */
import { outboundIssuerOf, outboundKeysOf, publishedKeys } from "@portcullis/directory";
import { type OutboundSigner, outboundSigner } from "@portcullis/keys";
import type { InputOf, OperationId, OutputOf } from "@portcullis/services";
import { type Cloud, home, Refused, type Who } from "./harness.ts";
import { type Token, verifyToken } from "./verify-token.ts";

export const signer: OutboundSigner = outboundSigner();
export const RS256 = { Audience: ["https://shop.example"], SigningAlgorithm: "RS256" } as const;
export const ES384 = { ...RS256, SigningAlgorithm: "ES384" } as const;

type TokenInput = InputOf<"sts:GetWebIdentityToken">;

/** Gives the issuer's URL. */
export async function enable(cloud: Cloud, who: Who = cloud.root(), outbound = signer): Promise<string> {
  const id = "iam:EnableOutboundWebIdentityFederation";
  const { IssuerIdentifier } = await cloud.prepared(who, id, {} as never, { outbound });
  return IssuerIdentifier ?? "";
}

export function ask(
  cloud: Cloud,
  who: Who,
  input: TokenInput = ES384,
  outbound = signer,
): Promise<OutputOf<"sts:GetWebIdentityToken">> {
  return cloud.prepared(who, "sts:GetWebIdentityToken", input, { outbound });
}

/** The error that a call is answered with. */
export async function refusalOf(call: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { code: error.code, message: error.message };
  }
  throw new Error("it was not refused");
}

/** What a token says to whoever checks it against the keys that are published at the time. Throws where that fails. */
export function claimsOf(cloud: Cloud, token: string, account: string = home): Token["claims"] {
  const issuer = outboundIssuerOf(cloud.installation(), account);
  const published = publishedKeys(outboundKeysOf(cloud.installation(), issuer?.id ?? ""), cloud.now);
  const keys = published.map(({ id, algorithm, publicKey }) => ({ ...publicKey, kid: id, alg: algorithm }));
  return verifyToken(token, { issuer: issuer?.url ?? "", keys, now: cloud.now }).claims;
}

/** A call that needs nothing prepared, of whoever asks. */
export const info = (cloud: Cloud, who: Who = cloud.root()) =>
  cloud.call(who, "iam:GetOutboundWebIdentityFederationInfo" satisfies OperationId);
