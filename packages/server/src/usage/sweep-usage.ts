import type { RealmState } from "@portcullis/directory";
import { type Chore, repeat } from "../chore.ts";
import type { HeldRealm } from "../realms/realms.ts";
import type { Runtime } from "../runtime.ts";
import { useKinds, useOf } from "./usage-rows.ts";

const EVERY = 10 * 60_000;

type Swept = Pick<Runtime, "realms" | "storage" | "follower" | "log">;

/** Deletes what is known of access keys, users and roles that are gone. Nobody is told of it before either. */
export function sweepUsage(runtime: Swept, every: number = EVERY): Chore {
  /** The revision at which each account was swept: nothing goes from one that did not change. */
  const swept = new WeakMap<HeldRealm, number>();
  return repeat(async (signal) => {
    for (const held of runtime.realms.all()) {
      if (signal.aborted) return;
      const { revision, realm } = held.current();
      if (!realm.startsWith("account/") || swept.get(held) === revision) continue;
      try {
        if (await sweepAccount(runtime, held)) swept.set(held, revision);
      } catch (error) {
        if (!signal.aborted)
          runtime.log.warn({ err: error }, "Uses by what is gone could not be deleted yet.");
      }
    }
  }, every);
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
