const SPACE = 0x20;
const TAB = 0x09;

/**
 * A header's value as it is signed: no space at its ends, one space for several inside.
 * Undefined if it holds a control character or something that is no byte: neither can come over the wire, and a
 * line break would let one header pass for two.
 */
export function canonicalValue(value: string): string | undefined {
  let out = "";
  let from = 0;
  // As if a space stood before the value, so that leading ones are dropped.
  let afterSpace = true;
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i);
    if (c === SPACE || c === TAB) {
      if (afterSpace || c === TAB) {
        out += value.slice(from, i) + (afterSpace ? "" : " ");
        from = i + 1;
      }
      afterSpace = true;
    } else {
      if (c < SPACE || c === 0x7f || c > 0xff) return undefined;
      afterSpace = false;
    }
  }
  const whole = from === 0 ? value : out + value.slice(from);
  return afterSpace && whole !== "" ? whole.slice(0, -1) : whole;
}

/** The values of the header `name` (lower case), in their order, joined by a comma; undefined if one is not fit. */
function joined(headers: readonly string[], name: string): string | undefined {
  let out: string | undefined;
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const candidate = headers[i]!;
    if (candidate.length !== name.length || candidate.toLowerCase() !== name) continue;
    const value = canonicalValue(headers[i + 1]!);
    if (value === undefined) return undefined;
    out = out === undefined ? value : `${out},${value}`;
  }
  return out;
}

/**
 * The block of signed headers, one a line, each line ended. Undefined if one is absent or holds control characters.
 * @param signedHeaders lower-case names, sorted
 * @param shown which values appear; the others are replaced by `hidden`. By default all appear.
 */
export function canonicalHeaders(
  headers: readonly string[],
  signedHeaders: readonly string[],
  shown?: (name: string) => boolean,
  hidden = "",
): string | undefined {
  let out = "";
  for (const name of signedHeaders) {
    const value = joined(headers, name);
    if (value === undefined) return undefined;
    out += `${name}:${shown === undefined || shown(name) ? value : hidden}\n`;
  }
  return out;
}
