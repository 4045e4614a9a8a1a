/**
 * Text as XML 1.0 character data. `&`, `<` and `>` are escaped; a carriage return is written as a reference, because
 * parsers turn a bare one into a line feed; what XML 1.0 cannot hold at all (other control characters, lone surrogates,
 * U+FFFE, U+FFFF) becomes U+FFFD, so that an answer always parses.
 * https://www.w3.org/TR/xml/#charsets
 */
export function escapeXml(text: string): string {
  const first = firstSpecial(text, 0);
  if (first === text.length) return text;
  let out = "";
  let plainFrom = 0;
  for (let at = first; at < text.length; at = firstSpecial(text, at + 1)) {
    out += text.slice(plainFrom, at) + replacement(text.charCodeAt(at));
    plainFrom = at + 1;
  }
  return out + text.slice(plainFrom);
}

/** The next character that must not stand for itself, or the end. A proper pair of surrogates is passed over. */
function firstSpecial(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20) {
      if (unit !== 0x09 && unit !== 0x0a) return at;
    } else if (unit === 0x26 || unit === 0x3c || unit === 0x3e) {
      return at;
    } else if (unit >= 0xd800) {
      if (unit >= 0xfffe) return at;
      if (unit <= 0xdfff) {
        const pair = text.codePointAt(at)!;
        if (pair <= 0xffff) return at;
        at++;
      }
    }
  }
  return text.length;
}

function replacement(unit: number): string {
  switch (unit) {
    case 0x26:
      return "&amp;";
    case 0x3c:
      return "&lt;";
    case 0x3e:
      return "&gt;";
    case 0x0d:
      return "&#xD;";
    default:
      return "\ufffd";
  }
}

/** Percent-encoding of every character but the unreserved ones of RFC 3986, as IAM returns policy documents. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
