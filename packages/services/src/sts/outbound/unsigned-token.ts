import { type OutboundKey, outboundIssuerOf, outboundKeysOf, signingKeyOf } from "@portcullis/directory";
import type { Failure } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { seconds, tokenClaims } from "./token-claims.ts";

/** Seconds. */
export const DEFAULT_DURATION = 300;

/** Bytes of the claims as JSON that AWS was seen to take, whatever the algorithm. */
const LARGEST = 14_984;

export interface UnsignedToken {
  readonly key: OutboundKey;
  /** Header and claims: what is signed. */
  readonly text: string;
  /** Epoch milliseconds. */
  readonly expires: number;
}

/** In the words in which AWS was seen to answer. */
const failures = {
  disabled: {
    code: "OutboundWebIdentityFederationDisabledException",
    message: "OutboundWebIdentityFederation is disabled.",
  },
  outlives: {
    code: "SessionDurationEscalationException",
    message: "Requested token expiry time must be before the original session's expiry time.",
  },
  tooLarge: {
    code: "JWTPayloadSizeExceededException",
    message: "JWT payload exceeds maximum allowed size",
  },
} as const satisfies Record<string, Failure>;

/**
 * The token that a call asks for, as far as it follows from the state.
 * @param jti the token's own id
 */
export function unsignedToken(
  call: Omit<Call<"sts:GetWebIdentityToken">, "home">,
  jti: string,
): UnsignedToken | Failure {
  const { input, caller, now, world } = call;
  const exp = seconds(now) + (input.DurationSeconds ?? DEFAULT_DURATION);
  if (caller.session !== undefined && exp * 1000 > caller.session.expires) return failures.outlives;
  const issuer = outboundIssuerOf(world.installation, call.account);
  if (issuer === undefined || issuer.disabled !== undefined) return failures.disabled;
  const keys = outboundKeysOf(world.installation, issuer.id);
  const key = signingKeyOf(keys, input.SigningAlgorithm as OutboundKey["algorithm"], now);
  if (key === undefined) throw new Error("an issuer that is enabled has no key");
  const claims = Buffer.from(JSON.stringify(tokenClaims(call, issuer, jti, exp)));
  if (claims.length > LARGEST) return failures.tooLarge;
  const header = Buffer.from(JSON.stringify({ kid: key.id, typ: "JWT", alg: key.algorithm }));
  const text = `${header.toString("base64url")}.${claims.toString("base64url")}`;
  return { key, text, expires: exp * 1000 };
}
