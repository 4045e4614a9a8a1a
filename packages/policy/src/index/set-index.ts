import type { CompiledStatement } from "../compiled.ts";
import { actionMatches, eachService } from "../match/action.ts";
import { type ActionFacts, actionFacts } from "./action-facts.ts";
import { type Candidates, candidatesOf } from "./candidates.ts";

/** The statements of a set that apply to one action. */
export interface ForAction {
  readonly action: ActionFacts;
  readonly denies: Candidates;
  readonly allows: Candidates;
}

/** The index of a set. What it learns about actions is kept with it, in bounded number. */
export interface SetIndex {
  readonly statements: readonly CompiledStatement[];
  /** Places of the statements whose actions are of this service, and `general` ones. */
  readonly byService: ReadonlyMap<string, readonly number[]>;
  readonly general: readonly number[];
  /** By the action as requests write it. */
  readonly known: Map<string, ForAction>;
  /** By the places of the statements: actions to which the same ones apply share their candidates. */
  readonly shared: Map<string, Pick<ForAction, "denies" | "allows">>;
  last: ForAction | undefined;
}

/** So many actions are remembered; whoever asks for more pays for looking again. */
const MOST_KNOWN = 512;
/** A longer name is no action of any service, and is not kept. */
const LONGEST_KNOWN = 256;

export function indexOf(statements: readonly CompiledStatement[]): SetIndex {
  const byService = new Map<string, number[]>();
  const general: number[] = [];
  statements.forEach(({ action }, place) => {
    const listed = (service: string) => {
      const known = byService.get(service);
      if (known === undefined) byService.set(service, [place]);
      // A list names a service often more than once.
      else if (known.at(-1) !== place) known.push(place);
    };
    // A document that could not be understood is a candidate for every action.
    if (action === undefined || !eachService(action, listed)) general.push(place);
  });
  return { statements, byService, general, known: new Map(), shared: new Map(), last: undefined };
}

/** `facts`: of this very action, where they are known already. */
export function forAction(index: SetIndex, written: string, facts?: ActionFacts): ForAction {
  const { last } = index;
  if (last !== undefined && last.action.written === written) return last;
  const found = index.known.get(written) ?? learn(index, facts ?? actionFacts(written));
  index.last = found;
  return found;
}

function learn(index: SetIndex, action: ActionFacts): ForAction {
  const places = matching(index, action);
  const key = places.join();
  if (Math.max(index.known.size, index.shared.size) >= MOST_KNOWN) {
    index.known.clear();
    index.shared.clear();
  }
  let shared = index.shared.get(key);
  if (shared === undefined) {
    const statements = places.map((place) => index.statements[place]!);
    shared = {
      denies: candidatesOf(statements.filter(({ effect }) => effect === "Deny")),
      allows: candidatesOf(statements.filter(({ effect }) => effect === "Allow")),
    };
    index.shared.set(key, shared);
  }
  const learnt = { action, ...shared };
  if (action.written.length <= LONGEST_KNOWN) index.known.set(action.written, learnt);
  return learnt;
}

/** The places of the statements that apply to the action, in the order of the documents. */
function matching({ statements, byService, general }: SetIndex, { name, service }: ActionFacts): number[] {
  const applies = (place: number): boolean => {
    const { action } = statements[place]!;
    return action === undefined || actionMatches(action, name);
  };
  return [...(byService.get(service) ?? []), ...general].filter(applies).sort((a, b) => a - b);
}
