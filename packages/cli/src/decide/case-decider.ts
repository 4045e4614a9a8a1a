import { caseReader, type Decision, type DecisionCase, decide, reasonOf } from "@portcullis/policy";
import type { CaseText } from "./case-texts.ts";

export interface Tally {
  decided: number;
  /** Of these, the ones that say what they expect. */
  expecting: number;
  agree: number;
  differ: number;
  refused: number;
}

/** Gives the output for the text of a case, and counts. */
export function caseDecider(tally: Tally): (text: CaseText) => string {
  const read = caseReader();
  const refuse = (line: number, refused: string) => {
    tally.refused++;
    return `${JSON.stringify({ line, refused })}\n`;
  };
  return ({ line, ...found }) => {
    if (found.problem !== undefined) return refuse(line, found.problem);
    let lines = "";
    for (const result of read(found.text))
      lines += result.ok ? lineOf(result.case, tally) : refuse(line, result.problem);
    return lines;
  };
}

function lineOf({ id, layers, request, expected }: DecisionCase, tally: Tally): string {
  const decision = decide(layers, request);
  const { outcome } = decision;
  const differs = expected !== undefined && expected !== outcome;
  tally.decided++;
  if (expected !== undefined) tally.expecting++;
  if (differs) tally.differ++;
  else if (expected !== undefined) tally.agree++;
  const answer = {
    id,
    decision: outcome,
    statements: statementsOf(decision),
    reason: reasonOf(decision, request.action),
    ...(differs && { expected }),
  };
  return `${JSON.stringify(answer)}\n`;
}

/** The statement that decided; index −1 is a whole document that could not be understood. */
function statementsOf({ statement }: Decision) {
  if (statement === undefined) return [];
  const { document, index, sid } = statement;
  return [{ policy: document.source.name, index, ...(sid !== undefined && { sid }) }];
}

export function summaryOf({ decided, expecting, agree, differ, refused }: Tally): string {
  if (expecting === 0) return `${decided} decided, ${refused} refused`;
  return `${decided} decided, ${agree} agree, ${differ} differ, ${refused} refused`;
}
