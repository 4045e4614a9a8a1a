import { decide } from "@portcullis/policy";
import { layersOf, type Rule, requestOf, rulesOf, type Workload } from "./workload.ts";

/** An engine made ready for a workload: decides the request at a place, and says whether it is allowed. */
export type Decider = (at: number) => boolean;

export function ours({ world, asks }: Workload): Decider {
  const layers = layersOf(world);
  const requests = asks.map(requestOf);
  return (at) => decide(layers, requests[at]!).outcome === "Allow";
}

const hasAction = ({ actions }: Rule, action: string): boolean =>
  actions.some((pattern) => {
    const star = pattern.indexOf("*");
    return star < 0 ? pattern === action : action.startsWith(pattern.slice(0, star));
  });

/**
 * What nobody who looks at the policies can be under: one look-up by action, and one startsWith for each resource
 * pattern of each statement with that action. It decides nothing.
 */
export function floor({ world, asks }: Workload): Decider {
  const rules = rulesOf(world);
  const byAction = new Map<string, readonly string[]>();
  for (const { action } of asks)
    if (!byAction.has(action)) {
      const heads = rules.filter((rule) => hasAction(rule, action)).flatMap(({ resources }) => resources);
      byAction.set(
        action,
        heads.map((pattern) => pattern.split("*")[0] as string),
      );
    }
  return (at) => {
    const { action, resource } = asks[at]!;
    let found = 0;
    for (const head of byAction.get(action)!) if (resource.startsWith(head)) found += 1;
    return found > 0;
  };
}

/** Statements per request that the floor looks at. */
export function candidatesOf({ world, asks }: Workload): number {
  const rules = rulesOf(world);
  const known = new Map<string, number>();
  let sum = 0;
  for (const { action } of asks) {
    if (!known.has(action)) known.set(action, rules.filter((rule) => hasAction(rule, action)).length);
    sum += known.get(action)!;
  }
  return sum / asks.length;
}
