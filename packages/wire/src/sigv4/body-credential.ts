import { type AuthFailure, authFailure } from "./auth-failure.ts";
import { authParameters, version2Parameters } from "./query-parameters.table.ts";

const fromTable: ReadonlySet<string> = new Set(Object.keys(authParameters));

/**
 * The failure of a form whose parameters present a credential: signing in the body is not offered, and a form that
 * does it must not pass for an unsigned request.
 * @param names the decoded names of the form's parameters
 */
export function refuseBodyCredential(names: Iterable<string>): AuthFailure | undefined {
  for (const name of names) {
    const lower = name.toLowerCase();
    if (version2Parameters.has(lower)) return authFailure("unsupported-version");
    if (fromTable.has(lower)) return authFailure("credential-in-body");
  }
  return undefined;
}
