import { type AuthFailure, authFailure, incompleteSignature, quotable } from "./auth-failure.ts";
import type { Claims } from "./claims.ts";
import type { Head } from "./head.ts";
import { headLimits } from "./limits.table.ts";
import type { ServiceSigning } from "./service-signing.table.ts";
import { addedOnTheWay, mustBeSigned, SIGNED_PREFIX } from "./signed-headers.table.ts";

const malformed = (fault: string): AuthFailure => incompleteSignature("malformed-signed-headers", fault);

/** The names in lower case, sorted; each once, each present. */
export function readSignedHeaders(list: string, head: Head): readonly string[] | AuthFailure {
  const given = list.toLowerCase().split(";", headLimits.signedHeaders + 1);
  if (given.length > headLimits.signedHeaders) return authFailure("too-large");
  let names = given;
  for (let i = 1; i < given.length; i++) {
    if (given[i - 1]! > given[i]!) {
      names = given.toSorted();
      break;
    }
  }
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    if (name === "") return malformed("'SignedHeaders' holds an empty name.");
    if (i > 0 && names[i - 1] === name) return malformed("'SignedHeaders' names a header more than once.");
    if (!head.names.includes(name) && name !== "host") {
      return authFailure(
        "absent-header",
        `'${quotable(name)}' is a 'SignedHeader' but not a header of the request.`,
      );
    }
  }
  return names;
}

const unsigned = (name: string): AuthFailure =>
  authFailure("unsigned-header", `'${quotable(name)}' must be a 'SignedHeader' in the AWS Authorization.`);

/**
 * The failure of a request that leaves unsigned what carries meaning: whoever stands between the signer and us could
 * have set it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-canonical-request
 */
export function findUnsigned(
  signed: readonly string[],
  head: Head,
  timeFrom: Claims["timeFrom"],
  signing: ServiceSigning,
): AuthFailure | undefined {
  if (!signed.includes("host") || !head.names.includes("host")) {
    return authFailure(
      "unsigned-header",
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    );
  }
  if (timeFrom === "date" && !signed.includes("date")) return unsigned("date");
  for (const name of head.names) {
    const carriesMeaning = name.startsWith(SIGNED_PREFIX) ? !addedOnTheWay.has(name) : mustBeSigned.has(name);
    if (!carriesMeaning || signed.includes(name)) continue;
    const safe =
      name === "content-type" &&
      signing.contentType !== undefined &&
      head.value("content-type")?.toLowerCase() === signing.contentType;
    if (!safe) return unsigned(name);
  }
  return undefined;
}
