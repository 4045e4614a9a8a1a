/**
 * Lower case of the ASCII letters alone. Action names and condition keys ignore case; Unicode's folding would
 * make other characters equal to them (U+212A KELVIN SIGN lowers to `k`).
 */
export function lowerAscii(text: string): string {
  let upper = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return lowerMixed(text);
    if (code >= 0x41 && code <= 0x5a) upper = true;
  }
  return upper ? text.toLowerCase() : text;
}

function lowerMixed(text: string): string {
  let lower = "";
  for (const char of text) lower += char >= "A" && char <= "Z" ? char.toLowerCase() : char;
  return lower;
}
