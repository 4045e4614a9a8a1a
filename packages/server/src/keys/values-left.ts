import { openField } from "@portcullis/keys";
import type { Runtime } from "../runtime.ts";
import { everyRealm, sealedElsewhere } from "./sealed-elsewhere.ts";

/** Milliseconds after which it is not counted on: somebody waits for the number, and every realm is read for it. */
const MOST = 1000;

export interface ValuesLeft {
  readonly values: number;
  /** Of those: they do not open where they stand. */
  readonly unreadable: number;
}

/** How much is kept sealed with these keys. undefined: there is too much to look at. Rejects with a `StorageError`. */
export async function valuesLeft(
  runtime: Pick<Runtime, "storage" | "ring">,
  numbers: ReadonlySet<number>,
): Promise<ValuesLeft | undefined> {
  const { storage, ring } = runtime;
  const began = performance.now();
  let [values, unreadable] = [0, 0];
  for (const realm of await everyRealm(storage)) {
    if (performance.now() - began > MOST) return undefined;
    for (const { entity, texts } of await sealedElsewhere(runtime, realm)) {
      const { kind, id } = entity;
      for (const { field, text, number } of texts) {
        if (!numbers.has(number)) continue;
        values += 1;
        if (openField(ring, { realm, kind, id, field }, text) === undefined) unreadable += 1;
      }
    }
  }
  return { values, unreadable };
}
