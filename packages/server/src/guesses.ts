import type { GuessedSecret } from "@portcullis/services";
import type { Storage } from "@portcullis/storage";
import { accountRealm } from "./realms/realm-names.ts";

/** Guesses at one secret that may be made at once, after nobody guessed for as long as it takes to give them. */
const AT_ONCE = 10;
/** Milliseconds in which one more is given: some three hundred a day. */
const EVERY = 5 * 60_000;
/** Secrets of which this node remembers what was used. */
const REMEMBERED = 10_000;

export interface Guesses {
  /**
   * Counts a guess at a secret; false: whoever guesses has to wait. Rejects where the guess is not known to be counted.
   *
   * INVARIANT: asked before the secret is looked at.
   *
   * @param now epoch milliseconds of the clock that all nodes share
   */
  count(secret: GuessedSecret, now: number): Promise<boolean>;
}

/**
 * One guess is given for each five minutes, and may be used in the fifty that follow: whoever guesses becomes slow, on
 * all nodes together, and nobody has to wait for longer than five minutes. Each guess claims in the database what it
 * uses, the oldest first, so that of many at once only as many come through as there are.
 */
export function guesses(storage: Pick<Storage, "claimOnce">): Guesses {
  /** Up to which one all were found used: asking again is for nothing. */
  const used = new Map<string, number>();

  function remember(secret: string, upTo: number): void {
    used.delete(secret);
    used.set(secret, upTo);
    if (used.size > REMEMBERED) used.delete(used.keys().next().value ?? "");
  }

  return {
    async count({ account, kind, id }, now) {
      const realm = accountRealm(account);
      const secret = `${account}/${kind}/${id}`;
      const newest = Math.floor(now / EVERY);
      const oldest = Math.max(newest - AT_ONCE, used.get(secret) ?? 0) + 1;
      for (let given = oldest; given <= newest; given++) {
        const expires = (given + AT_ONCE + 1) * EVERY;
        const claim = { realm, kind: `${kind}-guess`, id: `${id}/${given}`, expires, body: "{}" };
        const claimed = await storage.claimOnce(claim);
        remember(secret, given);
        if (claimed) return true;
      }
      return false;
    },
  };
}
