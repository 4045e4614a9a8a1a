/** Which permission guards an operation, from the committed table that people review. */
import table from "./guards.json" with { type: "json" };
import type { ServiceId } from "./types.ts";

export interface DependentAction {
  /** `iam:PassRole` */
  readonly action: string;
  /** The input member whose presence asks for the action; undefined where it is always asked for. */
  readonly when: string | undefined;
}

export interface Guard {
  /** `iam:CreateUser`; undefined where the call needs no permission and none can be taken away. */
  readonly action: string | undefined;
  /** Names in the service's catalog; where there are none, the action is authorized on `*`. */
  readonly resourceTypes: readonly string[];
  /** As the reference spells them, e.g. `aws:RequestTag/${TagKey}`. */
  readonly conditionKeys: readonly string[];
  readonly dependentActions: readonly DependentAction[];
}

/** A row of guards.json. */
export interface GuardEntry {
  readonly actions: readonly string[];
  /** Type → ARN format. */
  readonly resources: Readonly<Record<string, string>>;
  readonly conditionKeys: readonly string[];
  /** `iam:PassRole`, or `iam:TagUser when Tags`. */
  readonly dependentActions: readonly string[];
}

const entries = new Map<string, GuardEntry>(
  Object.entries(table.guards as unknown as Readonly<Record<string, GuardEntry>>),
);
const guards = new Map<string, Guard>();

/** The guard of an operation of the models. Throws for any other name: nothing is let through unguarded. */
export function guardOf(service: ServiceId, operation: string): Guard {
  const id = `${service}:${operation}`;
  let guard = guards.get(id);
  if (guard === undefined) {
    const entry = entries.get(id);
    if (entry === undefined) throw new Error(`${id} has no guard`);
    guard = {
      action: entry.actions[0],
      resourceTypes: Object.keys(entry.resources),
      conditionKeys: entry.conditionKeys,
      dependentActions: entry.dependentActions.map((text) => {
        const [action, when] = text.split(" when ");
        return { action: action!, when };
      }),
    };
    guards.set(id, guard);
  }
  return guard;
}
