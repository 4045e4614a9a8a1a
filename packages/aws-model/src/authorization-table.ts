/** The form of generated/authorization.json: what policies can name in all of AWS's services. */

/**
 * A service, parted by line feeds into keys, resource types and actions, each parted by `;`:
 * `<key>|<type>` · `<type>|<ARN formats>|<numbers of keys>` · `<action>|<numbers of types>|<numbers of keys>`.
 * Numbers are parted by commas, formats by a comma and a space; `-` stands for no number. One string a service, so that only those that are asked for
 * are taken apart.
 */
export type AuthorizationRow = string;

export interface AuthorizationTable {
  readonly services: Readonly<Record<string, AuthorizationRow>>;
  /** Third part of an ARN → the other services that have resources with such ARNs. */
  readonly vendors: Readonly<Record<string, readonly string[]>>;
  /** Prefix of condition keys → the services that have such keys, where it is not their own. */
  readonly keyPrefixes: Readonly<Record<string, readonly string[]>>;
  /** Services that resource control policies may name. */
  readonly guarded: readonly string[];
}
