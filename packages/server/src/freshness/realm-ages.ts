import type { HeldRealm } from "../realms/realms.ts";
import { type Moment, since } from "./moment.ts";

/** Of each realm that is held, when what is held was last known to be what the database holds. */
export interface RealmAges {
  /** What is held of the realm was the database's state at that moment, or a later one. */
  confirmed(realm: HeldRealm, at: Moment): void;
  /** Milliseconds, of the one that was confirmed longest ago. */
  oldest(realms: readonly HeldRealm[]): number;
}

export function realmAges(): RealmAges {
  const moments = new WeakMap<HeldRealm, Moment>();
  return {
    confirmed(realm, at) {
      const known = moments.get(realm);
      // A slow answer may come after a later one.
      if (known === undefined || since(known) > since(at)) moments.set(realm, at);
    },
    oldest(realms) {
      let oldest = 0;
      for (const realm of realms) {
        const known = moments.get(realm);
        oldest = Math.max(oldest, known === undefined ? Number.POSITIVE_INFINITY : since(known));
      }
      return oldest;
    },
  };
}
