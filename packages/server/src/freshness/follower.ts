import type { HeldRealm } from "../realms/realms.ts";
import type { Soon } from "../soon.ts";
import type { Freshness } from "./stale-node.table.ts";

/** How this node knows that what it holds is what the database holds. */
export interface Follower {
  /**
   * Brings what is held of these realms up to what any node had acknowledged when this was called. false: the
   * database does not say, and what is held stands at its age.
   */
  confirm(held: readonly HeldRealm[]): Soon<boolean>;
  /** Whether the database answered when it was asked last. Where it did not, nothing need wait for it. */
  answers(): boolean;
  /** Milliseconds since the last query began that asked for everything that is held, and was answered. */
  age(): number;
  /** Of the node; or of what it holds of these realms, of which one may have been loaded slowly, or not caught up. */
  freshness(realms?: readonly HeldRealm[]): Freshness;
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
