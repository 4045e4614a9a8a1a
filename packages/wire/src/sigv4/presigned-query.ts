import { type AuthFailure, authFailure, incompleteSignature } from "./auth-failure.ts";
import type { QueryParameter } from "./canonical-query.ts";
import type { Claims } from "./claims.ts";
import type { Head } from "./head.ts";
import { unescaped } from "./percent.ts";
import {
  type AuthParameter,
  authParameters,
  PAYLOAD_PARAMETER,
  requiredParameters,
  version2Parameters,
} from "./query-parameters.table.ts";

/** The parameters of a query string that speak of authentication. */
export interface PresignedParameters {
  /** Decoded values by exact name. Empty: the query presents nothing. */
  readonly values: ReadonlyMap<AuthParameter, string>;
  /** Some are there, perhaps in another spelling. */
  readonly present: boolean;
  readonly payload: string | undefined;
}

const byLowerCase: ReadonlyMap<string, AuthParameter> = new Map(Object.entries(authParameters));

const nothing: PresignedParameters = { values: new Map(), present: false, payload: undefined };

/**
 * Finds them in any spelling, so that none is overlooked by one reader and used by another. Each may come once;
 * only AWS's spelling gives a value. Names of the parameters hold no escapes in canonical form.
 */
export function findPresigned(parameters: readonly QueryParameter[]): PresignedParameters | AuthFailure {
  if (parameters.length === 0) return nothing;
  const values = new Map<AuthParameter, string>();
  const seen = new Set<string>();
  for (const { name, value } of parameters) {
    const lower = name.toLowerCase();
    if (version2Parameters.has(lower)) return authFailure("unsupported-version");
    const exact = byLowerCase.get(lower);
    if (exact === undefined && lower !== PAYLOAD_PARAMETER) continue;
    if (seen.has(lower)) {
      return incompleteSignature(
        "repeated-parameter",
        `Found '${exact ?? "X-Amz-Content-Sha256"}' more than once as a query-string param.`,
      );
    }
    seen.add(lower);
    if (exact === name) values.set(exact, unescaped(value));
  }
  const payload = parameters.find(({ name }) => name.toLowerCase() === PAYLOAD_PARAMETER)?.value;
  return {
    values,
    present: seen.size > (payload === undefined ? 0 : 1),
    payload: payload === undefined ? undefined : unescaped(payload),
  };
}

const twice = (name: string): AuthFailure =>
  authFailure("both-forms", `Found both '${name}' as a query-string param and '${name}' as HTTP header.`);

/**
 * Reads a presigned request. Its time, token and payload may stand in one place only.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function readPresigned(found: PresignedParameters, head: Head): Claims | AuthFailure {
  const missing = requiredParameters.filter((name) => (found.values.get(name) ?? "") === "");
  if (missing.length > 0) {
    const words = missing.map((name) => `AWS query-string parameters must include '${name}'. `).join("");
    return authFailure("missing-parameter", `${words}Re-examine the query-string parameters.`);
  }
  if (head.value("x-amz-date") !== undefined) return twice("X-Amz-Date");
  if (head.value("x-amz-security-token") !== undefined) return twice("X-Amz-Security-Token");
  const declared = head.value("x-amz-content-sha256");
  if (declared !== undefined && found.payload !== undefined) return twice("X-Amz-Content-Sha256");
  const value = (name: AuthParameter): string => found.values.get(name) ?? "";
  return {
    form: "query",
    algorithm: value("X-Amz-Algorithm"),
    credential: value("X-Amz-Credential"),
    signedHeaders: value("X-Amz-SignedHeaders"),
    signature: value("X-Amz-Signature"),
    timestamp: value("X-Amz-Date"),
    timeFrom: "query",
    expires: found.values.get("X-Amz-Expires"),
    sessionToken: found.values.get("X-Amz-Security-Token"),
    payload: declared ?? found.payload,
  };
}
