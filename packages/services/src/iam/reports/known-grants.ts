import { weighedMap } from "@portcullis/directory";
import { type Grants, grantsOf } from "@portcullis/policy";
import type { Slices } from "../../framework/slices.ts";

/** Characters of the documents that are kept read, so that the pages of a list do not each read them anew. */
const MOST_KEPT = 4 << 20;

const known = weighedMap<string, Grants>(MOST_KEPT);

/** By the text alone, which says all there is to know. */
function knownGrants(text: string): Grants {
  const found = known.get(text);
  if (found !== undefined) return found;
  const made = grantsOf(text);
  known.set(text, made, text.length);
  return made;
}

/** Of several documents. Gives way after each: one may have 131,072 characters, and somebody may have a hundred of them. */
export function* grantsOfAll(texts: readonly string[]): Slices<readonly Grants[]> {
  const all: Grants[] = [];
  for (const text of texts) {
    all.push(knownGrants(text));
    yield;
  }
  return all;
}
