import { decide } from "@portcullis/policy";
import type { Random } from "./random.ts";
import { type Ask, type Kind, layersOf, type Rule, requestOf, rulesOf, type World } from "./workload.ts";

const wanted: Readonly<Record<Kind, number>> = {
  allowed: 5000,
  "implicitly denied": 2000,
  "explicitly denied": 2000,
  "decided by a condition": 1000,
};

/** What conditions ask for, as it is wanted and as it is not. */
const good = contextOf("eu-central-1", "payments", "payments/blue");
const bad = contextOf("us-east-1", "sales", "sales/red");

function contextOf(region: string, team: string, unit: string): ReadonlyMap<string, readonly string[]> {
  return new Map([
    ["aws:requestedregion", [region]],
    ["aws:principaltag/team", [team]],
    ["aws:principaltag/unit", [unit]],
    ["aws:sourceip", ["203.0.113.7"]],
    ["aws:username", ["ann"]],
  ]);
}

/**
 * Ten thousand distinct requests, half of them allowed, a fifth denied for want of an allow, a fifth by a deny, and
 * a tenth decided by a condition: with other values in the context they would end otherwise.
 */
export function asksOf(
  random: Random,
  world: World,
  users: readonly string[],
  actions: readonly string[],
): readonly Ask[] {
  const layers = layersOf(world);
  const rules = rulesOf(world);
  const left = { ...wanted };
  const seen = new Set<string>();
  const asks: Ask[] = [];
  for (let tries = 0; asks.length < 10_000; tries++) {
    if (tries > 5_000_000) throw new Error(`no more requests of a kind: ${JSON.stringify(left)}`);
    const rule = random.pick(rules);
    const user = rule.principal?.split("/").at(-1) ?? random.pick(users);
    const action = actionOf(random, rule, actions);
    const name = `${random.pick(words)}-${random.below(1_000_000)}`;
    const resource = flat(random.pick(rule.resources).replaceAll("*", name));
    const draft = { user, action, resource };
    if (seen.has(`${user} ${action} ${resource}`)) continue;
    const outcomes = [good, bad].map((context) => decide(layers, requestOf({ ...draft, context })).outcome);
    const kind = kindOf(outcomes[0], outcomes[1]);
    if (left[kind] === 0) continue;
    left[kind] -= 1;
    seen.add(`${user} ${action} ${resource}`);
    const side = random.below(2);
    asks.push({ ...draft, context: side === 0 ? good : bad, kind, allowed: outcomes[side] === "Allow" });
  }
  return shuffled(random, asks);
}

/** One piece of memory, as what was read from a socket is; JavaScript puts texts together lazily. */
function flat(text: string): string {
  return Buffer.from(text).toString("latin1");
}

const words = ["invoices", "photos", "backup", "logs", "reports"];

function kindOf(first: string | undefined, second: string | undefined): Kind {
  if (first !== second) return "decided by a condition";
  return first === "Allow" ? "allowed" : first === "ExplicitDeny" ? "explicitly denied" : "implicitly denied";
}

/** An action that the rule covers, mostly. */
function actionOf(random: Random, { actions }: Rule, all: readonly string[]): string {
  const pattern = random.pick(actions);
  const [head] = pattern.split("*") as [string];
  const fitting = all.filter((action) =>
    pattern.includes("*") ? action.startsWith(head) : action === pattern,
  );
  return fitting.length === 0 || random.below(20) === 0 ? random.pick(all) : random.pick(fitting);
}

function shuffled<T>(random: Random, items: T[]): readonly T[] {
  for (let at = items.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [items[at], items[other]] = [items[other] as T, items[at] as T];
  }
  return items;
}
