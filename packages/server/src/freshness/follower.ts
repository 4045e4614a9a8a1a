import type { RealmState } from "@portcullis/directory";
import type { Committer } from "@portcullis/storage";
import type { Soon } from "../soon.ts";
import type { Freshness } from "./stale-node.table.ts";

type Held = Committer<RealmState>;

/** How this node knows that what it holds is what the database holds. */
export interface Follower {
  /**
   * Brings what is held of these realms up to what any node had acknowledged when this was called. false: the
   * database does not say, and what is held stands at its age.
   */
  confirm(held: readonly Held[]): Soon<boolean>;
  /** Whether the database answered when it was asked last. Where it did not, nothing need wait for it. */
  answers(): boolean;
  /** Milliseconds since the last query began that confirmed everything that is held. */
  age(): number;
  freshness(): Freshness;
  /** Whether this node's clock agrees with the database's as far as that could be measured. */
  clockAgrees(): boolean;
  /** Milliseconds by which the database's clock is ahead of this node's. */
  clockDifference(): number;
  /** Longest age at which this node still decides, in milliseconds. */
  readonly mostStaleness: number;
  stop(): Promise<void>;
}

/** Of a node that alone has its database: nobody else changes what it holds. */
export const aloneFollower: Follower = {
  confirm: () => true,
  answers: () => true,
  age: () => 0,
  freshness: () => "fresh",
  clockAgrees: () => true,
  clockDifference: () => 0,
  mostStaleness: 0,
  stop: async () => undefined,
};
