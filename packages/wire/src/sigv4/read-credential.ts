import { type AuthFailure, authFailure, incompleteSignature, quotable } from "./auth-failure.ts";
import { readAuthorizationHeader } from "./authorization-header.ts";
import { canonicalPath } from "./canonical-path.ts";
import { pathEnd, type QueryParameter, queryParameters } from "./canonical-query.ts";
import type { Claims } from "./claims.ts";
import type { Hashing } from "./hashing.ts";
import { type Head, readHead } from "./head.ts";
import { checkLifetime, readExpires, readTime } from "./lifetime.ts";
import { headLimits } from "./limits.table.ts";
import type { Presented, SignedMessage } from "./message.ts";
import { readPayload } from "./payload.ts";
import { findPresigned, readPresigned } from "./presigned-query.ts";
import { readScope } from "./scope.ts";
import type { ServiceSigning } from "./service-signing.table.ts";
import { findUnsigned, readSignedHeaders } from "./signed-headers.ts";

/** The only algorithm that is offered; the asymmetric ones (Signature Version 4a, X.509) are not. */
export const ALGORITHM = "AWS4-HMAC-SHA256";

export interface CredentialRules {
  /** The services that a scope may name, by their signing names. */
  readonly services: ReadonlyMap<string, ServiceSigning>;
}

/** What a head says of who is asking. `anonymous`: it presents no credential in any form. */
export type Reading =
  | { readonly kind: "anonymous" }
  | { readonly kind: "presented"; readonly presented: Presented }
  | { readonly kind: "refused"; readonly failure: AuthFailure };

/** Hashes what an error may not quote. */
type Printer = Pick<Hashing<unknown>, "sha256Hex">;

const anonymous: Reading = { kind: "anonymous" };
const refused = (failure: AuthFailure): Reading => ({ kind: "refused", failure });

/**
 * Reads from a request's head who signed it, for what and when, and refuses what needs no secret to be refused:
 * ambiguity, foreign scopes, stale dates, unsigned meaning. No byte of the body is needed, every limit is checked
 * before the work that it bounds, and nothing is proved: that is `verify`'s part.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 * @param now milliseconds since 1970
 */
export function readCredential(
  message: SignedMessage,
  now: number,
  rules: CredentialRules,
  hashing: Printer,
): Reading {
  const head = readHead(message);
  if ("reason" in head) return refused(head);
  const parameters = queryParameters(message.target);
  if (typeof parameters === "string") return refused(authFailure(parameters));
  const claims = findClaims(head, parameters, hashing);
  if (claims === undefined) return anonymous;
  if ("reason" in claims) return refused(claims);
  const presented = examine(head, claims, now, rules, hashing);
  if ("reason" in presented) return refused(presented);
  const fault = targetFault(message.target, parameters, presented.signing);
  return fault === undefined ? { kind: "presented", presented } : refused(fault);
}

function findClaims(
  head: Head,
  parameters: readonly QueryParameter[],
  hashing: Printer,
): Claims | AuthFailure | undefined {
  const found = findPresigned(parameters);
  if ("reason" in found) return found;
  // Signature Version 3 has a header of its own.
  if (head.names.includes("x-amzn-authorization")) return authFailure("unsupported-version");
  const header = head.value("authorization");
  if (header === undefined) return found.present ? readPresigned(found, head) : undefined;
  if (found.present) {
    return authFailure(
      "both-forms",
      "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    );
  }
  return readAuthorizationHeader(header, head, hashing);
}

function examine(
  head: Head,
  claims: Claims,
  now: number,
  rules: CredentialRules,
  hashing: Printer,
): Presented | AuthFailure {
  const { form, algorithm, timestamp, signature, sessionToken } = claims;
  const time = readTime(timestamp);
  if (typeof time !== "number") return time;
  const expires = claims.expires === undefined ? undefined : readExpires(claims.expires);
  if (typeof expires === "object") return expires;
  if (algorithm !== ALGORITHM) {
    return authFailure(
      "unsupported-algorithm",
      `Unsupported AWS 'algorithm': '${quotable(algorithm)}' (only ${ALGORITHM} for now). `,
    );
  }
  const scope = readScope(claims.credential, timestamp, rules.services, hashing);
  if ("reason" in scope) return scope;
  const stale = checkLifetime(time, expires, scope.signing, now);
  if (stale !== undefined) return stale;
  const signedHeaders = readSignedHeaders(claims.signedHeaders, head);
  if ("reason" in signedHeaders) return signedHeaders;
  const unsigned = findUnsigned(signedHeaders, head, claims.timeFrom, scope.signing);
  if (unsigned !== undefined) return unsigned;
  const payload = readPayload(claims, scope.signing);
  if ("reason" in payload) return payload;
  if (sessionToken !== undefined && sessionToken.length > headLimits.sessionTokenLength) {
    return authFailure("invalid-session-token");
  }
  return { form, ...scope, timestamp, time, expires, signedHeaders, signature, sessionToken, payload };
}

/** What a target holds that the signature would not cover, or that has no canonical form. */
function targetFault(
  target: string,
  parameters: readonly QueryParameter[],
  signing: ServiceSigning,
): AuthFailure | undefined {
  if (canonicalPath(target.slice(0, pathEnd(target)), signing.path) === undefined) {
    return authFailure("malformed-request");
  }
  if (signing.repeatedParameters === "taken" || parameters.length < 2) return undefined;
  const names = new Set(parameters.map(({ name }) => name));
  return names.size === parameters.length
    ? undefined
    : incompleteSignature("repeated-parameter", "Found a query-string param more than once.");
}
