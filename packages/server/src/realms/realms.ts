import type { RealmState } from "@portcullis/directory";
import { type Committer, type CommitterOptions, openCommitter, type Storage } from "@portcullis/storage";
import type { Metrics } from "../operate/metrics.ts";
import type { Soon } from "../soon.ts";
import { stateAfter, stateOf, weightOf } from "./kept-state.ts";
import { accountOf, accountRealm, INSTALLATION } from "./realm-names.ts";

/** The realms that this node holds in memory. Readers see committed states only. */
export interface Realms {
  /** The installation, always in memory. */
  installation(): RealmState;
  /** An account's state where it is in memory. Loads nothing. */
  peek(account: string): RealmState | undefined;
  /** An account, loaded where it must be; undefined: there is none. Only a proved credential may ask. */
  account(account: string): Soon<Committer<RealmState> | undefined>;
  /** What changes a realm, loaded where it must be. For what the server does by itself. */
  committer(realm: string): Soon<Committer<RealmState> | undefined>;
  size(): { readonly realms: number; readonly bytes: number };
  /** How often an account was loaded since the start. */
  loads(): number;
}

interface Held {
  readonly committer: Committer<RealmState>;
  readonly bytes: number;
}

/** Whoever works on an account that lost its place holds on to its committer: a call, or a change that waits. */
interface Evicted {
  readonly committer: WeakRef<Committer<RealmState>>;
  readonly bytes: number;
}

/** Bytes of accounts that are kept in memory; the least recently used go first. */
const MOST_BYTES = 512 << 20;
/** Loads under way at the same time; more wait. */
const MOST_LOADS = 4;

export interface RealmsOptions {
  readonly mostBytes?: number;
  /** Brings up to date what a change relied on in vain, beside realms. */
  readonly refreshRelied?: CommitterOptions<RealmState>["refreshRelied"];
}

export async function openRealms(
  storage: Storage,
  metrics: Metrics,
  options: RealmsOptions = {},
): Promise<Realms> {
  const { mostBytes = MOST_BYTES } = options;
  const installation = await open(storage, INSTALLATION, options);
  if (installation === undefined) throw new Error("the database holds no installation");
  const held = new Map<string, Held>();
  const evicted = new Map<string, Evicted>();
  const flights = new Map<string, Promise<Committer<RealmState> | undefined>>();
  const queue: (() => void)[] = [];
  /** The last in `held`: to use it again moves nothing. */
  let latest: string | undefined;
  let bytes = 0;
  let loading = 0;
  let loads = 0;

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

  /**
   * An account that lost its place while a call was still at work on it. INVARIANT: it has one committer at a time: a
   * second one would not see what the first one commits, and go on taking a key that was just deleted.
   */
  function atWork(account: string): Committer<RealmState> | undefined {
    const entry = evicted.get(account);
    const committer = entry?.committer.deref();
    if (entry === undefined || committer === undefined) {
      evicted.delete(account);
      return undefined;
    }
    keep(account, { committer, bytes: entry.bytes });
    return committer;
  }

  async function load(account: string): Promise<Committer<RealmState> | undefined> {
    if (loading >= MOST_LOADS) await new Promise<void>((resolve) => queue.push(resolve));
    loading++;
    const began = performance.now();
    try {
      const opened = await open(storage, accountRealm(account), options);
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

  const realms: Realms = {
    installation: () => installation.committer.current(),
    peek: (account) => held.get(account)?.committer.current(),
    account(account) {
      const found = held.get(account);
      if (found !== undefined) {
        if (account !== latest) {
          held.delete(account);
          held.set(account, found);
          latest = account;
        }
        return found.committer;
      }
      // Accounts that the installation does not know are answered from memory.
      if (!installation.committer.current().byId.enrollment.has(account)) return undefined;
      const working = atWork(account);
      if (working !== undefined) return working;
      const flying = flights.get(account);
      if (flying !== undefined) return flying;
      const flight = load(account).finally(() => flights.delete(account));
      flights.set(account, flight);
      return flight;
    },
    committer: (realm) =>
      realm === INSTALLATION ? installation.committer : realms.account(accountOf(realm) ?? ""),
    size: () => ({ realms: held.size, bytes }),
    loads: () => loads,
  };
  return realms;
}

async function open(
  storage: Storage,
  realm: string,
  { refreshRelied }: RealmsOptions,
): Promise<Held | undefined> {
  const image = await storage.loadRealm(realm);
  if (image === undefined) return undefined;
  const committer = await openCommitter({
    ...{ realm, storage, load: stateOf, apply: stateAfter, image },
    ...(refreshRelied && { refreshRelied }),
  });
  return committer === undefined ? undefined : { committer, bytes: weightOf(image) };
}
