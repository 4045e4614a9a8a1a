/** One block of a PEM text: what it says that it holds, and the bytes. */
export interface PemBlock {
  readonly label: string;
  readonly der: Buffer;
}

const border = /^-----(BEGIN|END) ([A-Z0-9 ]{1,40})-----$/;

/**
 * The blocks of a PEM text; undefined: it has none, more than `most`, or holds anything else but white space. A header,
 * which only encrypted keys have, is something else.
 * Source: https://www.rfc-editor.org/rfc/rfc7468
 */
export function readPem(text: string, most: number): readonly PemBlock[] | undefined {
  const blocks: PemBlock[] = [];
  let label: string | undefined;
  let base64 = "";
  for (const line of linesOf(text)) {
    const [, side, name] = border.exec(line) ?? [];
    if (label === undefined) {
      if (line === "") continue;
      if (side !== "BEGIN" || blocks.length === most) return undefined;
      label = name;
    } else if (side === undefined) {
      base64 += line;
    } else {
      const der = Buffer.from(base64, "base64");
      // Node passes over what is no base64: only what reads the same way back was.
      const whole = der.length > 0 && der.toString("base64") === base64;
      if (side !== "END" || name !== label || !whole) return undefined;
      blocks.push({ label, der });
      label = undefined;
      base64 = "";
    }
  }
  return label === undefined && blocks.length > 0 ? blocks : undefined;
}

function* linesOf(text: string): Iterable<string> {
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf("\n", start);
    yield text.slice(start, end === -1 ? text.length : end).trim();
    if (end === -1) return;
    start = end + 1;
  }
}
