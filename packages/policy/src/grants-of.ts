import { readPolicy } from "./language/read-policy.ts";
import type { PatternList } from "./language/tree.ts";
import { type ActionTest, actionMatches, actionProblem, compileAction } from "./match/action.ts";
import { lowerAscii } from "./text/ascii.ts";

/** What a document of permissions opens at all. Names are asked for in lower case. */
export interface Grants {
  /** `s3` */
  service(service: string): boolean;
  /** `s3:getobject`. May be compared with every pattern of its service, unlike a service, which is only looked up. */
  action(action: string): boolean;
}

/** The patterns of a list that name one service, each once. */
interface OfService {
  /** By their text, lower case. */
  readonly names: Set<string>;
  readonly globs: Map<string, PatternList["values"][number]>;
  /** Whether one of them covers every action. */
  whole: boolean;
  /** Compiled when an action is asked for. */
  test?: ActionTest;
}
type ByService = Map<string, OfService>;

/** What stands after the colon, of one that covers every action of its service: no action's name is very short. */
const coversAll = (rest: string): boolean => rest.includes("*") && /^[*?]+$/.test(rest);

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
  const closed = wholeInAll(leftOut);
  return {
    service: (service) => everything || named.has(service) || closed?.has(service) === false,
    action(action) {
      if (everything) return true;
      const service = action.slice(0, action.indexOf(":"));
      return covers(named.get(service), action) || leftOut.some((list) => !covers(list.get(service), action));
    },
  };
}

function addTo(list: ByService, values: PatternList["values"]): ByService {
  for (const each of values) {
    const value = lowerAscii(each.value);
    const service = value.slice(0, value.indexOf(":"));
    const patterns = list.get(service) ?? { names: new Set(), globs: new Map(), whole: false };
    list.set(service, patterns);
    if (value.includes("*") || value.includes("?")) {
      patterns.globs.set(value, each);
      patterns.whole ||= coversAll(value.slice(service.length + 1));
    } else patterns.names.add(value);
  }
  return list;
}

/** The services of which every list leaves out all actions; undefined: there is no list. */
function wholeInAll([first, ...others]: readonly ByService[]): ReadonlySet<string> | undefined {
  if (first === undefined) return undefined;
  const services = [...first].flatMap(([service, { whole }]) => (whole ? [service] : []));
  return new Set(services.filter((service) => others.every((list) => list.get(service)?.whole === true)));
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
