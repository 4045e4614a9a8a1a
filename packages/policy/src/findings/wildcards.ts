/** Longer patterns are not compared with each other; most ARNs have half of it. */
const LONGEST_PATTERN = 512;
/** In longer lists nothing is compared with everything else. */
export const LONGEST_LIST = 200;

/**
 * True where everything that `inner` matches is matched by `outer` as well. A text without wildcards matches
 * itself. Never true by mistake; patterns of more than 512 characters are not looked at.
 */
export function covers(outer: string, inner: string): boolean {
  if (outer.length > LONGEST_PATTERN || inner.length > LONGEST_PATTERN) return outer === inner;
  let o = 0;
  let i = 0;
  let star = -1;
  let resume = 0;
  while (i < inner.length) {
    const want = outer[o];
    if (want === "*") {
      star = o++;
      resume = i;
    } else if (want !== undefined && (want === inner[i] || (want === "?" && inner[i] !== "*"))) {
      o++;
      i++;
    } else if (star >= 0) {
      o = star + 1;
      i = ++resume;
    } else return false;
  }
  while (outer[o] === "*") o++;
  return o === outer.length;
}

/** True where some text is matched by both patterns. */
export function overlaps(a: string, b: string): boolean {
  const common = Math.min(prefixLength(a), prefixLength(b));
  for (let i = 0; i < common; i++) if (a[i] !== b[i]) return false;
  if (a === "*" || b === "*") return true;
  if (a.length > LONGEST_PATTERN || b.length > LONGEST_PATTERN) return true;
  // reach[j]: the first i characters of a and the first j of b match a common text.
  let reach = new Uint8Array(b.length + 1);
  let next = new Uint8Array(b.length + 1);
  reach[0] = 1;
  for (let j = 0; j < b.length && b[j] === "*"; j++) reach[j + 1] = 1;
  for (let i = 0; i < a.length; i++) {
    const star = a[i] === "*";
    let any = star ? reach[0]! : 0;
    next[0] = any;
    for (let j = 0; j < b.length; j++) {
      let reached = reach[j]!;
      if (star || b[j] === "*") reached |= reach[j + 1]! | next[j]!;
      else if (a[i] !== b[j] && a[i] !== "?" && b[j] !== "?") reached = 0;
      next[j + 1] = reached;
      any |= reached;
    }
    if (any === 0) return false;
    [reach, next] = [next, reach];
  }
  return reach[b.length] === 1;
}

/** How many characters stand before the first wildcard. */
export function prefixLength(pattern: string): number {
  let end = 0;
  while (end < pattern.length && pattern[end] !== "*" && pattern[end] !== "?") end++;
  return end;
}

/** Puts `*` in the place of every `${…}`. */
export function withoutVariables(text: string): string {
  let out = "";
  let from = 0;
  for (let at = text.indexOf("${"); at >= 0; at = text.indexOf("${", from)) {
    const end = text.indexOf("}", at);
    if (end < 0) break;
    out += `${text.slice(from, at)}*`;
    from = end + 1;
  }
  return out + text.slice(from);
}
