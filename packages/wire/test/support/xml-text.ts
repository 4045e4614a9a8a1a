/** Character data as an XML 1.0 parser takes it, or an error: references resolved, line ends normalised. */
export function readCharacterData(data: string): string {
  if (/[<>]/.test(data)) throw new Error("markup");
  const normalised = data.replace(/\r\n?/g, "\n");
  for (const character of normalised) {
    const code = character.codePointAt(0)!;
    const allowed =
      code === 0x9 ||
      code === 0xa ||
      (code >= 0x20 && code <= 0xd7ff) ||
      (code >= 0xe000 && code <= 0xfffd) ||
      code >= 0x10000;
    if (!allowed) throw new Error(`U+${code.toString(16)} is no XML character`);
  }
  return normalised.replace(/&([^;]*);?/g, (reference, name) => {
    const known: Record<string, string> = { amp: "&", lt: "<", gt: ">", "#xD": "\r" };
    if (!reference.endsWith(";") || known[name] === undefined) throw new Error(`bad reference ${reference}`);
    return known[name];
  });
}
