import { weighedMap } from "@portcullis/directory";
import { type Grants, grantsOf } from "@portcullis/policy";

/** Characters of the documents that are kept read, so that the pages of a list do not each read them anew. */
const MOST_KEPT = 4 << 20;

const known = weighedMap<string, Grants>(MOST_KEPT);

/** By the text alone, which says all there is to know. */
export function knownGrants(text: string): Grants {
  const found = known.get(text);
  if (found !== undefined) return found;
  const made = grantsOf(text);
  known.set(text, made, text.length);
  return made;
}
