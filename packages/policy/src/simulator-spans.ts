import { type CompiledStatement, insideOf } from "./compiled.ts";
import { type Position, positionsIn } from "./text/position.ts";
import type { PolicySet, SourceDocument } from "./types.ts";

export interface Span {
  readonly start: Position;
  readonly end: Position;
}

/**
 * Where AWS's policy simulator says that the statements of a set stand, by document and index. It counts a statement
 * from the end of what stands before it, the `[` or the statement before, up to the end of its `}`; one that stands
 * alone, without brackets, from behind its `{`.
 * Source: https://docs.aws.amazon.com/cli/latest/reference/iam/simulate-custom-policy.html (its examples)
 */
export function simulatorSpans(set: PolicySet): ReadonlyMap<SourceDocument, readonly Span[]> {
  const spans = new Map<SourceDocument, Span[]>();
  for (const [document, statements] of byDocument(set)) {
    const at = positionsIn(document.text);
    let before: number | undefined;
    spans.set(
      document,
      statements.map(({ index, start, end }) => {
        const from = index < 0 ? start : (before ?? behindBracket(document.text, start));
        before = end;
        return { start: at(from), end: at(end) };
      }),
    );
  }
  return spans;
}

function byDocument(set: PolicySet): ReadonlyMap<SourceDocument, readonly CompiledStatement[]> {
  const found = new Map<SourceDocument, CompiledStatement[]>();
  for (const statement of insideOf(set).statements) {
    const { document } = statement.home;
    const others = found.get(document);
    if (others === undefined) found.set(document, [statement]);
    else others.push(statement);
  }
  return found;
}

const space: readonly string[] = [" ", "\t", "\n", "\r"];

function behindBracket(text: string, statement: number): number {
  let at = statement - 1;
  while (at >= 0 && space.includes(text[at]!)) at--;
  return text[at] === "[" ? at + 1 : statement + 1;
}
