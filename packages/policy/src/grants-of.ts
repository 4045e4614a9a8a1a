import { readPolicy } from "./language/read-policy.ts";
import type { PatternList } from "./language/tree.ts";
import { type ActionTest, actionMatches, actionProblem, compileAction } from "./match/action.ts";
import { lowerAscii } from "./text/ascii.ts";

/** What a document of permissions opens at all. Names are asked for in lower case. */
export interface Grants {
  /** `s3` */
  service(service: string): boolean;
  /** `s3:getobject` */
  action(action: string): boolean;
  /** Characters that an action of the service may have to be compared with, about 30 ns each at worst. */
  work(service: string): number;
}

/** The patterns of a list that name one service, each once. */
interface OfService {
  /** By their text, lower case. */
  readonly names: Set<string>;
  readonly globs: Map<string, PatternList["values"][number]>;
  /** Compiled when an action is asked for. */
  test?: ActionTest;
}
type ByService = Map<string, OfService>;

/** Of one that covers every action of its service: what stands after the colon. */
const EVERY_ACTION = /^\*[*?]*$|^\?$/;
/** Work of looking for a list, in characters. */
const LOOK_UP = 4;
/** A pattern with `?` takes so many times as long, measured. */
const UNCERTAIN = 8;

/**
 * What a document opens as last-accessed data counts it: what an Allow names, or leaves out of its NotAction. Resources,
 * conditions and denials are not looked at. A document that cannot be understood opens nothing.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPoliciesGrantingServiceAccess.html
 */
export function grantsOf(text: string): Grants {
  let everything = false;
  const named: ByService = new Map();
  const leftOut: ByService[] = [];
  for (const { effect, action } of readPolicy("identity", text).tree?.statements ?? []) {
    if (effect !== "Allow") continue;
    const { negated } = action;
    const values = action.values.filter(({ value }) => value !== "*" && actionProblem(value) === undefined);
    if (values.length < action.values.length || values.length === 0) {
      const odd = action.values.filter((value) => !values.includes(value));
      const { always } = compileAction({ ...action, values: odd }, effect, new Map());
      if (always !== undefined) {
        everything ||= always !== negated;
        continue;
      }
    }
    if (!negated) addTo(named, values);
    else leftOut.push(addTo(new Map(), values));
  }
  return {
    service: (service) =>
      everything || named.has(service) || leftOut.some((list) => !isWhole(list.get(service))),
    action(action) {
      if (everything) return true;
      const service = action.slice(0, action.indexOf(":"));
      return covers(named.get(service), action) || leftOut.some((list) => !covers(list.get(service), action));
    },
    work: (service) =>
      everything
        ? 0
        : [named, ...leftOut].reduce((sum, list) => sum + LOOK_UP + charactersOf(list.get(service)), 0),
  };
}

function addTo(list: ByService, values: PatternList["values"]): ByService {
  for (const each of values) {
    const value = lowerAscii(each.value);
    const service = value.slice(0, value.indexOf(":"));
    const patterns = list.get(service) ?? { names: new Set(), globs: new Map() };
    list.set(service, patterns);
    if (value.includes("*") || value.includes("?")) patterns.globs.set(value, each);
    else patterns.names.add(value);
  }
  return list;
}

function isWhole(patterns: OfService | undefined): boolean {
  for (const glob of patterns?.globs.keys() ?? [])
    if (EVERY_ACTION.test(glob.slice(glob.indexOf(":") + 1))) return true;
  return false;
}

function covers(patterns: OfService | undefined, action: string): boolean {
  if (patterns === undefined) return false;
  if (patterns.names.has(action)) return true;
  if (patterns.globs.size === 0) return false;
  patterns.test ??= compileAction(
    { negated: false, start: 0, values: [...patterns.globs.values()], empty: false },
    "Allow",
    new Map(),
  );
  return actionMatches(patterns.test, action);
}

function charactersOf(patterns: OfService | undefined): number {
  let sum = 0;
  for (const glob of patterns?.globs.keys() ?? []) sum += glob.length * (glob.includes("?") ? UNCERTAIN : 1);
  return sum;
}
