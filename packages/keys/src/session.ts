import type { SessionFacts } from "@portcullis/directory";
import { purposes } from "./purposes.table.ts";

/**
 * Who asked for a session. Whether a session that a stale node issued still counts depends on whether these
 * credentials do, so of a session enough is kept to judge it.
 */
export type Issuer =
  | { readonly kind: "key"; readonly accessKeyId: string }
  | {
      readonly kind: "session";
      readonly accessKeyId: string;
      readonly principalId: string;
      /** Epoch milliseconds, as all instants here. */
      readonly issued: number;
      readonly expires: number;
    }
  /** A web identity or SAML assertion: nobody's credentials. */
  | { readonly kind: "federation" };

/**
 * What a session token says: the facts by which its caller is authorized, and those by which it can be refused.
 *
 * That a token opens says only that we issued it. Whoever uses one checks on every use, cached or not: it has not
 * expired; it was not issued in the future; the account is active; the principal with that unique id exists; it was
 * issued after the `sessionsNotBefore` of principal and account; the incarnation is the deployment's; and, where it
 * is stale, that the issuer's credentials would be accepted.
 */
export interface Session extends SessionFacts {
  readonly issuer: Issuer;
  /** Issued by a node that could not confirm the account's state. */
  readonly stale: boolean;
  /** The deployment's when it was issued. A restore begins another one. */
  readonly incarnation: string;
  /** The region that the request for it was signed for. */
  readonly region: string;
}

/** The longest that any session lives: GetSessionToken's and GetFederationToken's 36 hours, in milliseconds. */
export const longestSession = purposes.session.milliseconds;
