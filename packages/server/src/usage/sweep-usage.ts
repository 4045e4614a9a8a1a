import type { RealmState } from "@portcullis/directory";
import { type Chore, repeat } from "../chore.ts";
import type { HeldRealm } from "../realms/realms.ts";
import type { Runtime } from "../runtime.ts";
import { useKinds, useOf } from "./usage-rows.ts";

/** Longer than nodes wait between two writes of what they noted (`keep-usage.ts`). */
const EVERY = 10 * 60_000;

type Swept = Pick<Runtime, "realms" | "storage" | "follower" | "log">;

/** Deletes what is known of access keys, users and roles that are gone. Nobody is told of it before either. */
export function sweepUsage(runtime: Swept, every: number = EVERY): Chore {
  return repeat(sweeper(runtime), every);
}

/** One walk over the accounts in memory at each call. */
export function sweeper(runtime: Swept): (signal: AbortSignal) => Promise<void> {
  /**
   * How often each account was swept at its revision. Nothing goes from one that did not change; but what was noted
   * before a deletion may be written after the first sweep that saw it, and is there at the second.
   */
  const swept = new WeakMap<HeldRealm, { readonly revision: number; readonly times: number }>();
  return async (signal) => {
    for (const held of runtime.realms.all()) {
      if (signal.aborted) return;
      const { revision, realm } = held.current();
      const before = swept.get(held);
      const times = before?.revision === revision ? before.times : 0;
      if (!realm.startsWith("account/") || times === 2) continue;
      try {
        if (await sweepAccount(runtime, held)) swept.set(held, { revision, times: times + 1 });
      } catch (error) {
        if (!signal.aborted)
          runtime.log.warn({ err: error }, "Uses by what is gone could not be deleted yet.");
      }
    }
  };
}

/** false: what is there now could not be confirmed, and nothing was deleted. */
export async function sweepAccount(
  { storage, follower }: Pick<Swept, "storage" | "follower">,
  held: HeldRealm,
): Promise<boolean> {
  const { realm } = held.current();
  const known = new Set<string>();
  for (const kind of ["access-key", "service"] as const) {
    for (const row of await storage.readUsage(realm, { kind })) known.add(useOf(row).who);
  }
  // After the facts: another node may have made, and used, what this one does not hold yet.
  if (!(await follower.confirm([held]))) return false;
  const gone = [...known].filter((id) => !isThere(held.current(), id));
  if (gone.length > 0) for (const kind of useKinds) await storage.removeUsage(realm, kind, gone);
  return true;
}

function isThere({ byId }: RealmState, id: string): boolean {
  return byId.user.has(id) || byId.role.has(id) || byId["access-key"].has(id);
}
