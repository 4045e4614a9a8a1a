/** Line and column, both from 1; a column counts UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where an offset stands. A line ends at LF, CR or CR LF. For several offsets of one text: `positionsIn`. */
export function positionAt(text: string, offset: number): Position {
  return positionsIn(text)(offset);
}

/**
 * Where offsets of one text stand. Its lines are found once, when the first is asked for: a text with a finding in
 * each of its statements must not be walked once for each.
 */
export function positionsIn(text: string): (offset: number) => Position {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    let line = 0;
    for (let above = starts.length; above - line > 1; ) {
      const middle = (line + above) >> 1;
      if (starts[middle]! <= offset) line = middle;
      else above = middle;
    }
    return { line: line + 1, column: offset - starts[line]! + 1 };
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(i + 1) !== 0x0a)) starts.push(i + 1);
  }
  return starts;
}

/**
 * The size that IAM holds against its quotas: characters without white space. Only the white space between JSON
 * tokens is left out; what stands inside a string counts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function sizeWithoutWhitespace(text: string): number {
  let size = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const space = code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
    if (quoted || !space) size++;
    if (quoted && code === 0x5c) {
      i++;
      size++;
    } else if (code === 0x22) quoted = !quoted;
  }
  return size;
}
