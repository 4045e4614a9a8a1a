import { compileGlob, type Glob, globMatches } from "../match/glob.ts";
import type { PlainToken } from "../match/tokens.ts";

const PARTS = 6;

/** A pattern of six parts, each matched by itself; undefined for a pattern that is not an ARN. */
export function compileArnLike(tokens: readonly PlainToken[]): readonly Glob[] | undefined {
  const parts: PlainToken[][] = [[]];
  for (const token of tokens) {
    if (typeof token !== "string") {
      parts.at(-1)!.push(token);
      continue;
    }
    let from = 0;
    for (
      let colon = token.indexOf(":");
      colon >= 0 && parts.length < PARTS;
      colon = token.indexOf(":", from)
    ) {
      parts.at(-1)!.push(token.slice(from, colon));
      parts.push([]);
      from = colon + 1;
    }
    parts.at(-1)!.push(token.slice(from));
  }
  if (parts.length < PARTS) return undefined;
  const globs = parts.map(compileGlob);
  return globMatches(globs[0]!, "arn") ? globs : undefined;
}

/** Undefined where the value is not an ARN. The sixth part keeps its colons. */
export function arnMatches(globs: readonly Glob[], value: string): boolean | undefined {
  if (!value.startsWith("arn:")) return undefined;
  let matches = true;
  let from = 0;
  for (let part = 0; part < PARTS - 1; part++) {
    const colon = value.indexOf(":", from);
    if (colon < 0) return undefined;
    matches &&= globMatches(globs[part]!, value, from, colon);
    from = colon + 1;
  }
  return matches && globMatches(globs[PARTS - 1]!, value, from);
}
