import { guessType, type PolicyType } from "@portcullis/policy";

interface Hint {
  readonly word: string;
  readonly type: PolicyType;
  /** The types that a document of this one looks like. */
  readonly looksLike: readonly PolicyType[];
}

/** Words in a file's path that say what its text cannot. */
const hints: readonly Hint[] = [
  { word: "scp", type: "scp", looksLike: ["identity"] },
  { word: "scps", type: "scp", looksLike: ["identity"] },
  { word: "rcp", type: "rcp", looksLike: ["resource", "key"] },
  { word: "rcps", type: "rcp", looksLike: ["resource", "key"] },
  { word: "boundary", type: "boundary", looksLike: ["identity"] },
  { word: "boundaries", type: "boundary", looksLike: ["identity"] },
  { word: "session", type: "session", looksLike: ["identity"] },
  { word: "endpoint", type: "endpoint", looksLike: ["resource", "key"] },
  { word: "endpoints", type: "endpoint", looksLike: ["resource", "key"] },
  { word: "trust", type: "trust", looksLike: ["resource"] },
];

/** The type that was given, or the one that the document and its path suggest. */
export function typeOf(
  path: string,
  text: string,
  given: PolicyType | undefined,
): { readonly type: PolicyType; readonly guessed: boolean } {
  if (given !== undefined) return { type: given, guessed: false };
  const looks = guessType(text);
  const words = path.toLowerCase().split(/[^a-z]+/);
  const hint = hints.find(({ word, looksLike }) => words.includes(word) && looksLike.includes(looks));
  return { type: hint?.type ?? looks, guessed: true };
}
