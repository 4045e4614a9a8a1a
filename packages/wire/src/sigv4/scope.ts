import { type AuthFailure, authFailure, quotable } from "./auth-failure.ts";
import { type Hashing, printableHash } from "./hashing.ts";
import { headLimits } from "./limits.table.ts";
import type { ServiceSigning } from "./service-signing.table.ts";
import { TERMINATOR } from "./signing-key.ts";

/** What a credential says: which key, and what a signature with it is good for. */
export interface Scope {
  readonly keyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signing: ServiceSigning;
}

/** Letters, digits, `-` and `_`: every region that AWS or anybody else has. */
function wellFormed(name: string, limit: number): boolean {
  if (name.length === 0 || name.length > limit) return false;
  for (let i = 0; i < name.length; i++) {
    const c = name.charCodeAt(i);
    const letter = c | 0x20;
    const fit = (c >= 0x30 && c <= 0x39) || (letter >= 0x61 && letter <= 0x7a) || c === 0x2d || c === 0x5f;
    if (!fit) return false;
  }
  return true;
}

const visible = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) <= 0x20 || text.charCodeAt(i) >= 0x7f) return false;
  }
  return true;
};

/**
 * Reads `keyid/date/region/service/aws4_request` and compares it with what this server takes: any well-formed
 * region, a service that it has, the date of the signing time.
 *
 * INVARIANT: a credential without five parts is never quoted, only its hash: it may hold a secret key that was
 * mistaken for a key id.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html
 */
export function readScope(
  credential: string,
  timestamp: string,
  services: ReadonlyMap<string, ServiceSigning>,
  hashing: Pick<Hashing<unknown>, "sha256Hex">,
): Scope | AuthFailure {
  const parts = credential.split("/", 6);
  const [keyId = "", date = "", region = "", service = "", terminator = ""] = parts;
  if (parts.length !== 5 || parts.includes("")) {
    return authFailure(
      "malformed-credential",
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got (hashed with SHA-256 and encoded with Base64) '${printableHash(hashing, credential)}'`,
    );
  }
  let words = "";
  if (!wellFormed(region, headLimits.regionLength)) {
    words += `Credential should be scoped to a valid region, not '${quotable(region)}'. `;
  }
  const signing = service.length > headLimits.serviceLength ? undefined : services.get(service);
  if (signing === undefined) {
    const known = [...services.keys()].map((name) => `'${name}'`).join(", ");
    words += `Credential should be scoped to correct service: ${known}. `;
  }
  if (terminator !== TERMINATOR) {
    words += `Credential should be scoped with a valid terminator: '${TERMINATOR}', not '${quotable(terminator)}'. `;
  }
  const expected = timestamp.slice(0, 8);
  if (date !== expected) {
    words += `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${quotable(date)}' != '${expected}', from '${timestamp}'.`;
  }
  if (words !== "" || signing === undefined) return authFailure("wrong-scope", words);
  if (keyId.length > headLimits.keyIdLength || !visible(keyId)) return authFailure("unknown-key");
  return { keyId, date, region, service, signing };
}
