import { canonicalHeaders } from "./canonical-headers.ts";
import { canonicalPath } from "./canonical-path.ts";
import { canonicalQuery, pathEnd, queryParameters } from "./canonical-query.ts";
import type { Presented, SignedMessage } from "./message.ts";

/** Stands in a printed canonical string where a value is not repeated. */
const HIDDEN = "(hidden)";

/** Which values a printed canonical string repeats. */
export interface Shown {
  readonly header: (name: string) => boolean;
  readonly parameter: (name: string) => boolean;
}

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-canonical-request
 * Undefined where a part has no canonical form.
 */
export function canonicalRequest(
  { method, target, headers }: SignedMessage,
  { signing, signedHeaders }: Pick<Presented, "signing" | "signedHeaders">,
  payloadHash: string,
  shown?: Shown,
): string | undefined {
  const end = pathEnd(target);
  const path = canonicalPath(end === target.length ? target : target.slice(0, end), signing.path);
  const parameters = queryParameters(target);
  const block = canonicalHeaders(headers, signedHeaders, shown?.header, HIDDEN);
  if (path === undefined || typeof parameters === "string" || block === undefined) return undefined;
  const query = canonicalQuery(parameters, shown?.parameter, HIDDEN);
  return `${method}\n${path}\n${query}\n${block}\n${signedHeaders.join(";")}\n${payloadHash}`;
}
