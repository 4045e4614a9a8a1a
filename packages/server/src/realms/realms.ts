import type { RealmState } from "@portcullis/directory";
import { type Committer, openCommitter, type Storage } from "@portcullis/storage";
import type { Metrics } from "../operate/metrics.ts";
import type { Soon } from "../soon.ts";
import { stateAfter, stateOf, weightOf } from "./kept-state.ts";
import { accountRealm, INSTALLATION } from "./realm-names.ts";

/** A realm that this node holds in memory. */
export type HeldRealm = Committer<RealmState>;

/** The realms that this node holds in memory. Readers see committed states only. */
export interface Realms {
  /** The installation, always in memory. */
  installation(): RealmState;
  readonly installationRealm: HeldRealm;
  /** An account where it is in memory. Loads nothing, and does not count as using it. */
  held(account: string): HeldRealm | undefined;
  /** An account, loaded where it must be; undefined: there is none. Only a proved credential may ask. */
  account(account: string): Soon<HeldRealm | undefined>;
  /** Everything that is in memory, also what lost its place while somebody is still at work on it. */
  all(): readonly HeldRealm[];
  size(): { readonly realms: number; readonly bytes: number };
  /** How often an account was loaded since the start. */
  loads(): number;
}

interface Held {
  readonly committer: HeldRealm;
  readonly bytes: number;
}

/** Whoever works on an account that lost its place holds on to its committer: a call, or a change that waits. */
interface Evicted {
  readonly committer: WeakRef<HeldRealm>;
  readonly bytes: number;
}

/** Bytes of accounts that are kept in memory; the least recently used go first. */
const MOST_BYTES = 512 << 20;
/** Loads under way at the same time; more wait. */
const MOST_LOADS = 4;

export async function openRealms(
  storage: Storage,
  metrics: Metrics,
  mostBytes: number = MOST_BYTES,
): Promise<Realms> {
  const held = new Map<string, Held>();
  const evicted = new Map<string, Evicted>();
  const flights = new Map<string, Promise<HeldRealm | undefined>>();
  const queue: (() => void)[] = [];
  /** The last in `held`: to use it again moves nothing. */
  let latest: string | undefined;
  let bytes = 0;
  let loading = 0;
  let loads = 0;

  async function open(realm: string): Promise<Held | undefined> {
    const image = await storage.loadRealm(realm);
    if (image === undefined) return undefined;
    const committer = await openCommitter({
      realm,
      storage,
      load: stateOf,
      apply: stateAfter,
      refreshRelied,
      image,
    });
    return committer === undefined ? undefined : { committer, bytes: weightOf(image) };
  }

  /** What a change relied on has moved on another node: the next attempt must see it. */
  async function refreshRelied(realms: readonly string[]): Promise<void> {
    const moved = all().filter(({ realm }) => realms.includes(realm));
    await Promise.all(moved.map((each) => each.refresh()));
  }

  const installation = (await open(INSTALLATION))?.committer;
  if (installation === undefined) throw new Error("the database holds no installation");

  function all(): readonly HeldRealm[] {
    const found = [installation as HeldRealm];
    for (const { committer } of held.values()) found.push(committer);
    for (const [account, { committer }] of evicted) {
      const working = committer.deref();
      if (working === undefined) evicted.delete(account);
      else found.push(working);
    }
    return found.filter(({ cell }) => cell.broken() === undefined);
  }

  function keep(account: string, entry: Held): void {
    held.set(account, entry);
    latest = account;
    evicted.delete(account);
    bytes += entry.bytes;
    for (const [oldest, { committer, bytes: weight }] of held) {
      if (bytes <= mostBytes || oldest === account) break;
      held.delete(oldest);
      evicted.set(oldest, { committer: new WeakRef(committer), bytes: weight });
      bytes -= weight;
    }
  }

  function drop(account: string, entry: Held): void {
    held.delete(account);
    bytes -= entry.bytes;
    if (latest === account) latest = undefined;
  }

  /**
   * An account that lost its place while a call was still at work on it. INVARIANT: it has one committer at a time: a
   * second one would not see what the first one commits, and go on taking a key that was just deleted.
   */
  function atWork(account: string): HeldRealm | undefined {
    const entry = evicted.get(account);
    const committer = entry?.committer.deref();
    if (entry === undefined || committer === undefined || committer.cell.broken() !== undefined) {
      evicted.delete(account);
      return undefined;
    }
    keep(account, { committer, bytes: entry.bytes });
    return committer;
  }

  async function load(account: string): Promise<HeldRealm | undefined> {
    if (loading >= MOST_LOADS) await new Promise<void>((resolve) => queue.push(resolve));
    loading++;
    const began = performance.now();
    try {
      const opened = await open(accountRealm(account));
      if (opened === undefined) return undefined;
      loads++;
      metrics.realmLoad((performance.now() - began) / 1000);
      keep(account, opened);
      return opened.committer;
    } finally {
      loading--;
      queue.shift()?.();
    }
  }

  return {
    installation: () => installation.current(),
    installationRealm: installation,
    held(account) {
      const committer = held.get(account)?.committer;
      return committer?.cell.broken() === undefined ? committer : undefined;
    },
    account(account) {
      const found = held.get(account);
      if (found !== undefined && found.committer.cell.broken() === undefined) {
        if (account !== latest) {
          held.delete(account);
          held.set(account, found);
          latest = account;
        }
        return found.committer;
      }
      if (found !== undefined) drop(account, found);
      // Accounts that the installation does not know are answered from memory.
      if (!installation.current().byId.enrollment.has(account)) return undefined;
      const working = atWork(account);
      if (working !== undefined) return working;
      const flying = flights.get(account);
      if (flying !== undefined) return flying;
      const flight = load(account).finally(() => flights.delete(account));
      flights.set(account, flight);
      return flight;
    },
    all,
    size: () => ({ realms: held.size, bytes }),
    loads: () => loads,
  };
}
