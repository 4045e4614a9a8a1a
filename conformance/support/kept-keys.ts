/** What a database says of its keys and of what is sealed with them. */
import { readBody, sealedTexts } from "@portcullis/directory";
import { keyNumberOf } from "@portcullis/keys";
import type { EventRow, Storage } from "@portcullis/storage";

export interface KeptSecret {
  readonly realm: string;
  readonly kind: string;
  readonly id: string;
  readonly field: string;
  readonly text: string;
  /** Of the data key that it is sealed with. */
  readonly number: number | undefined;
}

/** Everything that is sealed in these realms. */
export async function keptSecrets(
  storage: Storage,
  realms: readonly string[],
): Promise<readonly KeptSecret[]> {
  const secrets: KeptSecret[] = [];
  for (const realm of realms) {
    for (const row of (await storage.loadRealm(realm))?.entities ?? []) {
      for (const { field, text } of sealedTexts(readBody(row))) {
        secrets.push({ realm, kind: row.kind, id: row.id, field, text, number: keyNumberOf(text) });
      }
    }
  }
  return secrets;
}

/** The data keys, each as its number, its purpose and what it does. */
export async function keptNumbers(storage: Storage, purpose: string): Promise<readonly number[]> {
  return (await storage.keys()).filter((row) => row.purpose === purpose).map(({ number }) => number);
}

/** The events that the server itself made in a realm, oldest first. */
export async function ownEvents(storage: Storage, realm: string): Promise<readonly EventRow[]> {
  const query = { realm, from: 0, to: Number.MAX_SAFE_INTEGER, source: "portcullis", limit: 10_000 };
  return (await storage.findEvents(query)).toReversed();
}
