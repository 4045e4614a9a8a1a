import type { Edit } from "./issue.ts";

/** Where the JSON string ends that begins at `start` (after its closing quote). */
export function literalEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

/** The value of the JSON string that begins at an offset; empty where none does. */
export function literalAt(text: string, start: number): string {
  if (text[start] !== '"') return "";
  return JSON.parse(text.slice(start, literalEnd(text, start))) as string;
}

/** Puts another string in the place of the one that begins at `start`. */
export function replaceLiteral(text: string, start: number, value: string): Edit | undefined {
  if (text[start] !== '"') return undefined;
  return { start, end: literalEnd(text, start), text: JSON.stringify(value) };
}
