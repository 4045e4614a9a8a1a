import { isUtf8 } from "node:buffer";
import { type Line, linesOf } from "./lines.ts";
import { splitValues } from "./split-values.ts";

/** The text of one case, or why there is none, and the line where it begins, from 1. */
export type CaseText =
  | { readonly line: number; readonly text: string; readonly problem?: never }
  | { readonly line: number; readonly problem: string };

/**
 * Takes an input apart into cases. Where every line is an object of its own the input is read as it comes; a JSON
 * list, or an object over several lines, is read whole.
 */
export async function* caseTexts(input: AsyncIterable<Uint8Array>): AsyncGenerator<CaseText> {
  const lines = linesOf(input);
  const head: Line[] = [];
  // Not a loop over them: that would end them.
  while (head.length < 2) {
    const { value, done } = await lines.next();
    if (done) break;
    if (value.bytes?.length !== 0) head.push(value);
  }
  if (areObjects(head)) {
    for (const line of head) yield textOf(line);
    for await (const line of lines) if (line.bytes?.length !== 0) yield textOf(line);
    return;
  }
  const [first] = head;
  if (first === undefined) return;
  const whole: Line[] = head;
  for await (const line of lines) whole.push(line);
  const broken = whole.map(textOf).find(({ problem }) => problem !== undefined);
  if (broken !== undefined) {
    yield broken;
    return;
  }
  // Lines that were empty are put back, so that the numbers stay true.
  let text = "\n".repeat(first.number - 1);
  let at = first.number;
  for (const line of whole) {
    text += "\n".repeat(line.number - at) + (line.bytes ?? Buffer.alloc(0)).toString();
    at = line.number;
  }
  yield* splitValues(text);
}

const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** One object a line: the second line begins another, or the only line ends what it began. */
function areObjects([first, second]: readonly Line[]): boolean {
  if (first?.bytes === undefined) return first !== undefined;
  if (first.bytes[0] !== OPEN_BRACE) return second?.bytes?.[0] === OPEN_BRACE && first.bytes[0] !== 0x5b;
  if (second === undefined) return first.bytes.at(-1) === CLOSE_BRACE;
  return second.bytes === undefined || second.bytes[0] === OPEN_BRACE;
}

function textOf({ number: line, bytes }: Line): CaseText {
  if (bytes === undefined) return { line, problem: "the line is longer than any case may be" };
  return isUtf8(bytes) ? { line, text: bytes.toString("utf8") } : { line, problem: "the line is not UTF-8" };
}
