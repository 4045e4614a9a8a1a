import { type AuthFailure, authFailure } from "./auth-failure.ts";
import { authFailures } from "./auth-failures.table.ts";
import { canonicalRequest, type Shown } from "./canonical-request.ts";
import type { Hashing } from "./hashing.ts";
import type { Presented, SignedMessage } from "./message.ts";
import { payloadLiterals } from "./payload-modes.table.ts";
import { ALGORITHM } from "./read-credential.ts";
import { printableHeaders, printableParameters } from "./signed-headers.table.ts";
import { TERMINATOR } from "./signing-key.ts";

export type Verification = { readonly ok: true } | { readonly ok: false; readonly failure: AuthFailure };

/**
 * Compares the signature that a request presents with the one that its secret gives.
 *
 * In mode `hash` the body must be the one that was signed: what the client declares in x-amz-content-sha256 is
 * compared with `bodyHash` too. In the other modes `bodyHash` plays no part; ask `refusePayloadMode` first.
 * @param presented what `readCredential` read from this very message
 * @param bodyHash lower-case hex SHA-256 of the body as it was received
 * @param signingKey `deriveSigningKey` of the secret and of what was presented
 * @param printable query parameters, beside those of the protocol, whose values the canonical string in the error may
 *   repeat. It hides every other value, and the session token always.
 */
export function verify<Key>(
  message: SignedMessage,
  presented: Presented,
  bodyHash: string,
  signingKey: Key,
  hashing: Hashing<Key>,
  printable: (parameter: string) => boolean = () => false,
): Verification {
  const { payload, signature } = presented;
  const payloadHash =
    payload.mode === "hash" ? (payload.declared ?? bodyHash) : payloadLiterals[payload.mode];
  const canonical = canonicalRequest(message, presented, payloadHash);
  // A signed value with a control character: nothing that came over the wire.
  if (canonical === undefined) return { ok: false, failure: authFailure("malformed-request") };
  const scope = `${presented.date}/${presented.region}/${presented.service}/${TERMINATOR}`;
  const stringToSign = `${ALGORITHM}\n${presented.timestamp}\n${scope}\n${hashing.sha256Hex(canonical)}`;
  const expected = hashing.hmacHex(signingKey, stringToSign);
  if (signature.length !== expected.length || !hashing.equal(signature, expected)) {
    const shown: Shown = {
      header: (name) => printableHeaders.has(name),
      parameter: (name) =>
        name !== "X-Amz-Security-Token" && (printableParameters.has(name) || printable(name)),
    };
    const repeated = canonicalRequest(message, presented, payloadHash, shown) ?? "";
    return { ok: false, failure: authFailure("signature-mismatch", mismatch(repeated, stringToSign)) };
  }
  if (payload.mode === "hash" && payload.declared !== undefined && payload.declared !== bodyHash) {
    return { ok: false, failure: authFailure("payload-mismatch") };
  }
  return { ok: true };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html */
const mismatch = (canonical: string, stringToSign: string): string =>
  `${authFailures["signature-mismatch"].text}\n\nThe Canonical String for this request should have been\n'${canonical}'\n\nThe String-to-Sign should have been\n'${stringToSign}'\n`;
