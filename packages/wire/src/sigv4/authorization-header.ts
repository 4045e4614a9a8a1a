import { type AuthFailure, authFailure, incompleteSignature } from "./auth-failure.ts";
import type { Claims } from "./claims.ts";
import { type Hashing, printableHash } from "./hashing.ts";
import type { Head } from "./head.ts";
import { headLimits } from "./limits.table.ts";

interface Parts {
  algorithm: string;
  Credential: string | undefined;
  Signature: string | undefined;
  SignedHeaders: string | undefined;
}

const isSeparator = (c: number): boolean => c === 0x20 || c === 0x2c || c === 0x09;

/**
 * The algorithm and the pairs behind it. Blanks and commas separate alike, in any number, as AWS takes them.
 * `pair`: a part is none that is known. `repeated`: a key comes twice.
 */
function readParts(header: string): Parts | "pair" | "repeated" {
  const parts: Parts = {
    algorithm: "",
    Credential: undefined,
    Signature: undefined,
    SignedHeaders: undefined,
  };
  let at = 0;
  while (at < header.length) {
    if (isSeparator(header.charCodeAt(at))) {
      at++;
      continue;
    }
    const from = at;
    while (at < header.length && !isSeparator(header.charCodeAt(at))) at++;
    if (parts.algorithm === "") {
      parts.algorithm = header.slice(from, at);
      continue;
    }
    const equals = header.indexOf("=", from);
    if (equals === -1 || equals >= at) return "pair";
    const key = header.slice(from, equals);
    if (key !== "Credential" && key !== "Signature" && key !== "SignedHeaders") return "pair";
    if (parts[key] !== undefined) return "repeated";
    parts[key] = header.slice(equals + 1, at);
  }
  return parts;
}

/**
 * Reads `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.
 * What is wrong is told in AWS's words, which repeat a hash of the header, never the header.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#add-signature-to-request
 */
export function readAuthorizationHeader(
  header: string,
  head: Head,
  hashing: Pick<Hashing<unknown>, "sha256Hex">,
): Claims | AuthFailure {
  if (header.length > headLimits.authorizationLength) return authFailure("too-large");
  const trimmed = header.trimStart();
  if (trimmed.startsWith("AWS ")) return authFailure("unsupported-version");
  // What is no AWS credential at all is told as a missing one.
  if (!trimmed.startsWith("AWS4-")) return authFailure("missing-token");
  const parts = readParts(header);
  if (parts === "pair") {
    return authFailure(
      "malformed-authorization",
      `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${printableHash(hashing, header)}'.`,
    );
  }
  if (parts === "repeated") {
    return incompleteSignature(
      "repeated-parameter",
      "Found a parameter more than once in the Authorization header.",
    );
  }
  const amzDate = head.value("x-amz-date");
  const timestamp = amzDate ?? head.value("date");
  const missing: string[] = [];
  for (const key of ["Credential", "Signature", "SignedHeaders"] as const) {
    if (parts[key] === undefined || parts[key] === "") {
      missing.push(`Authorization header requires '${key}' parameter.`);
    }
  }
  if (timestamp === undefined || timestamp === "") {
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  if (missing.length > 0) {
    return authFailure(
      "missing-parameter",
      `${missing.join(" ")} (Hashed with SHA-256 and encoded with Base64) Authorization=${printableHash(hashing, header)}`,
    );
  }
  return {
    form: "header",
    algorithm: parts.algorithm,
    credential: parts.Credential ?? "",
    signedHeaders: parts.SignedHeaders ?? "",
    signature: parts.Signature ?? "",
    timestamp: timestamp ?? "",
    timeFrom: amzDate === undefined ? "date" : "x-amz-date",
    expires: undefined,
    sessionToken: head.value("x-amz-security-token"),
    payload: head.value("x-amz-content-sha256"),
  };
}
