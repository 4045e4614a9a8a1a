import type { CompiledStatement } from "../compiled.ts";
import { type ActionTest, actionMatches } from "../match/action.ts";
import { type ActionFacts, actionFacts } from "./action-facts.ts";
import { type Candidates, candidatesOf } from "./candidates.ts";

/** The statements of a set that apply to one action. */
export interface ForAction {
  readonly action: ActionFacts;
  readonly denies: Candidates;
  readonly allows: Candidates;
}

/** Statements with the same list of actions. */
interface ActionGroup {
  /** Undefined: a document that could not be understood, a candidate for every action. */
  readonly test: ActionTest | undefined;
  /** By their places in the set. */
  readonly statements: readonly number[];
}

/** The index of a set. What it learns about actions is kept with it, in bounded number. */
export interface SetIndex {
  readonly statements: readonly CompiledStatement[];
  /** Groups whose actions are of this service, and `general` ones. */
  readonly byService: ReadonlyMap<string, readonly ActionGroup[]>;
  readonly general: readonly ActionGroup[];
  /** By the action as requests write it. */
  readonly known: Map<string, ForAction>;
  /** Actions to which the same statements apply share their candidates. */
  readonly shared: Map<string, Pick<ForAction, "denies" | "allows">>;
  last: ForAction | undefined;
}

/** So many actions are remembered; whoever asks for more pays for looking again. */
const MOST_KNOWN = 512;
/** A longer name is no action of any service, and is not kept. */
const LONGEST_KNOWN = 256;

export function indexOf(statements: readonly CompiledStatement[]): SetIndex {
  const groups = new Map<ActionTest | undefined, number[]>();
  statements.forEach(({ action }, place) => {
    const group = groups.get(action);
    if (group === undefined) groups.set(action, [place]);
    else group.push(place);
  });
  const byService = new Map<string, ActionGroup[]>();
  const general: ActionGroup[] = [];
  for (const [test, places] of groups) {
    const group: ActionGroup = { test, statements: places };
    if (test?.services === undefined) general.push(group);
    for (const service of test?.services ?? []) {
      const known = byService.get(service);
      if (known === undefined) byService.set(service, [group]);
      else known.push(group);
    }
  }
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
  if (index.known.size >= MOST_KNOWN) {
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
function matching({ byService, general }: SetIndex, { name, service }: ActionFacts): readonly number[] {
  const places: number[] = [];
  for (const group of [...(byService.get(service) ?? []), ...general])
    if (group.test === undefined || actionMatches(group.test, name)) places.push(...group.statements);
  return places.sort((a, b) => a - b);
}
