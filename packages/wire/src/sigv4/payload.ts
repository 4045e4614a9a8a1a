import { type AuthFailure, authFailure } from "./auth-failure.ts";
import type { Claims } from "./claims.ts";
import type { PayloadMode, Presented, PresentedPayload } from "./message.ts";
import { payloadLiterals } from "./payload-modes.table.ts";
import type { ServiceSigning } from "./service-signing.table.ts";

const modeOf: ReadonlyMap<string, Exclude<PayloadMode, "hash">> = new Map(
  (Object.keys(payloadLiterals) as (keyof typeof payloadLiterals)[]).map((mode) => [
    payloadLiterals[mode],
    mode,
  ]),
);

function isSha256(text: string): boolean {
  if (text.length !== 64) return false;
  for (let i = 0; i < 64; i++) {
    const c = text.charCodeAt(i);
    if (!((c >= 0x30 && c <= 0x39) || (c >= 0x61 && c <= 0x66))) return false;
  }
  return true;
}

/** How the payload was signed, from x-amz-content-sha256 or, without it, from the form and the service. */
export function readPayload(claims: Claims, signing: ServiceSigning): PresentedPayload | AuthFailure {
  const declared = claims.payload;
  if (declared === undefined) {
    return claims.form === "query" && signing.presignedPayload === "unsigned"
      ? { mode: "unsigned" }
      : { mode: "hash", declared: undefined };
  }
  if (isSha256(declared)) return { mode: "hash", declared };
  const mode = modeOf.get(declared);
  if (mode !== undefined) return { mode };
  return authFailure("malformed-payload-hash");
}

/**
 * The failure of a request whose payload was signed in a mode that its operation does not take.
 * An operation that declares nothing takes nothing.
 */
export function refusePayloadMode(
  presented: Presented,
  accepted: readonly PayloadMode[],
): AuthFailure | undefined {
  return accepted.includes(presented.payload.mode) ? undefined : authFailure("payload-mode");
}
