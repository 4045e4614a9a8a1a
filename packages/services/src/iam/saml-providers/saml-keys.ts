import { newUniqueId, type RealmState, type SamlKey, SEPARATOR } from "@portcullis/directory";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";

/** Private keys that a provider may have at once. */
export const MOST_KEYS = 2;

/** The private keys of a provider, oldest first. */
export function samlKeysOf(state: RealmState, provider: string): readonly SamlKey[] {
  return [...state.indexes.samlKeysByProvider.startingWith(provider + SEPARATOR)].map(([, key]) => key);
}

/** A new private key of a provider, sealed. @param pem PKCS #8 */
export function newSamlKey(call: Call<OperationId>, provider: string, pem: string): SamlKey {
  const id = newUniqueId("saml-key", call.draw.bytes);
  const place = { account: call.account, kind: "saml-key", id, field: "secret" };
  return { kind: "saml-key", id, provider, created: call.now, secret: call.vault.seal(place, pem) };
}
