import { type Entity, readBody, sealedTexts } from "@portcullis/directory";
import { type KeyRing, keyNumberOf } from "@portcullis/keys";
import type { Storage } from "@portcullis/storage";
import { accountRealm, INSTALLATION } from "../realms/realm-names.ts";
import type { Runtime } from "../runtime.ts";

/** A text that says it is sealed with another key than the one that seals at rest now. */
export interface TextElsewhere {
  readonly field: string;
  readonly text: string;
  /** Of the key that it names. */
  readonly number: number;
}

export interface SealedElsewhere {
  readonly entity: Entity;
  readonly texts: readonly TextElsewhere[];
}

/** Where sealed texts may be kept. INVARIANT: secrets at rest stand in entities and nowhere else. */
export async function everyRealm(storage: Storage): Promise<readonly string[]> {
  const rows = (await storage.loadRealm(INSTALLATION))?.entities ?? [];
  const accounts = rows.filter(({ kind }) => kind === "enrollment").map(({ id }) => accountRealm(id));
  return [INSTALLATION, ...accounts];
}

/** The entities of a realm that hold such texts: as they are kept, whatever this node remembers. */
export async function sealedElsewhere(
  { storage, ring }: Pick<Runtime, "storage" | "ring">,
  realm: string,
): Promise<readonly SealedElsewhere[]> {
  const rows = (await storage.loadRealm(realm))?.entities ?? [];
  return rows.flatMap((row) => {
    const entity = readBody(row);
    const texts = textsElsewhere(ring, entity);
    return texts.length === 0 ? [] : [{ entity, texts }];
  });
}

export function textsElsewhere(ring: KeyRing, entity: Entity): readonly TextElsewhere[] {
  const sealing = sealingNumber(ring);
  return sealedTexts(entity).flatMap(({ field, text }) => {
    const number = keyNumberOf(text);
    return number === undefined || number === sealing ? [] : [{ field, text, number }];
  });
}

export function sealingNumber(ring: KeyRing): number {
  const key = ring.sealing.get("at-rest");
  if (key === undefined) throw new Error("no key seals at rest");
  return key.number;
}
