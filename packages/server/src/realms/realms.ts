import { type AccessKey, type RealmState, readBody } from "@portcullis/directory";
import { type Committer, openCommitter, type RealmId, type Storage } from "@portcullis/storage";
import { moment } from "../freshness/moment.ts";
import type { RealmAges } from "../freshness/realm-ages.ts";
import type { KeptKeys } from "../keys/kept-keys.ts";
import type { Log } from "../operate/log.ts";
import type { Metrics } from "../operate/metrics.ts";
import type { Soon } from "../soon.ts";
import { stateAfter, stateOf, weightOf } from "./kept-state.ts";
import { accountOf, accountRealm, INSTALLATION, KEYS } from "./realm-names.ts";
import { type RefusedRealms, refusedRealms } from "./refused-realms.ts";

/** A realm that this node holds in memory. */
export type HeldRealm = Committer<RealmState>;

/** The realms that this node holds in memory. Readers see committed states only. */
export interface Realms {
  /** The installation, always in memory. */
  installation(): RealmState;
  readonly installationRealm: HeldRealm;
  /** An account where it is in memory and can be read. Loads nothing, and does not count as using it. */
  held(account: string): HeldRealm | undefined;
  /** An account, loaded where it must be; undefined: there is none. Only a proved credential may ask. */
  account(account: string): Soon<HeldRealm | undefined>;
  /** What changes a realm, loaded where it must be. For what the server does by itself. */
  committer(realm: RealmId): Soon<HeldRealm | undefined>;
  /** One access key of an account that is not in memory, by one indexed read; the account is not loaded. */
  readKey(account: string, id: string): Promise<AccessKey | undefined>;
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

export interface RealmsOptions {
  readonly storage: Storage;
  readonly metrics: Metrics;
  readonly log: Pick<Log, "error">;
  /** Which changes that seal rely on, as they rely on realms. */
  readonly keys: Pick<KeptKeys, "refresh">;
  /** Of a node that follows others: how old what is loaded is. */
  readonly ages?: RealmAges;
  readonly mostBytes?: number;
  readonly refused?: RefusedRealms;
}

/** Rejects with a `StorageError` where the installation cannot be read. */
export async function openRealms(options: RealmsOptions): Promise<Realms> {
  const { storage, metrics, mostBytes = MOST_BYTES, refused = refusedRealms(options.log) } = options;
  const held = new Map<string, Held>();
  const evicted = new Map<string, Evicted>();
  const flights = new Map<string, Promise<HeldRealm | undefined>>();
  const queue: (() => void)[] = [];
  /** The last in `held`: to use it again moves nothing. */
  let latest: string | undefined;
  let bytes = 0;
  let loading = 0;
  let loads = 0;
  const opened = await open(INSTALLATION);
  if (opened === undefined) throw new Error("the database holds no installation");
  const installation = opened.committer;

  function all(): readonly HeldRealm[] {
    const found = [installation];
    for (const { committer } of held.values()) found.push(committer);
    for (const [account, { committer }] of evicted) {
      const working = committer.deref();
      if (working === undefined) evicted.delete(account);
      else found.push(working);
    }
    return found.filter(({ cell }) => !cell.isBroken());
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

  /**
   * An account that lost its place while a call was still at work on it. INVARIANT: it has one committer at a time: a
   * second one would not see what the first one commits, and go on taking a key that was just deleted.
   */
  function atWork(account: string): HeldRealm | undefined {
    const entry = evicted.get(account);
    const committer = entry?.committer.deref();
    if (entry === undefined || committer === undefined) {
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

  async function open(realm: RealmId): Promise<Held | undefined> {
    const began = moment();
    const image = await storage.loadRealm(realm);
    if (image === undefined) return undefined;
    const committer = await openCommitter<RealmState>({
      realm,
      storage,
      load: (whole) => refused.reading(realm, () => stateOf(whole)),
      apply: (state, write) => refused.reading(realm, () => stateAfter(state, write)),
      refreshRelied,
      image,
    });
    if (committer === undefined) return undefined;
    options.ages?.confirmed(committer, began);
    return { committer, bytes: weightOf(image) };
  }

  /** What a change relied on has moved on another node: the next attempt must see it. */
  async function refreshRelied(realms: readonly RealmId[]): Promise<void> {
    if (realms.includes(KEYS)) await options.keys.refresh();
    const moved = all().filter(({ realm }) => realms.includes(realm));
    await Promise.all(moved.map((each) => each.refresh()));
  }

  /** One that stands in memory stands at an older state there: it counts again when it has caught up. */
  async function tryAgain(account: string): Promise<HeldRealm | undefined> {
    const realm = accountRealm(account);
    refused.unlessDue(realm);
    const known = held.get(account)?.committer ?? atWork(account);
    await known?.refresh();
    const committer = known ?? (await load(account));
    refused.forget(realm);
    return committer;
  }

  /** The same for all who ask at the same time. */
  function once(account: string, open: typeof load): Promise<HeldRealm | undefined> {
    const flying = flights.get(account);
    if (flying !== undefined) return flying;
    const flight = open(account).finally(() => flights.delete(account));
    flights.set(account, flight);
    return flight;
  }

  const realms: Realms = {
    installation: () => installation.current(),
    installationRealm: installation,
    held(account) {
      const committer = held.get(account)?.committer;
      return committer?.cell.isBroken() === true ? undefined : committer;
    },
    account(account) {
      if (refused.has(accountRealm(account))) return once(account, tryAgain);
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
      if (!installation.current().byId.enrollment.has(account)) return undefined;
      return atWork(account) ?? once(account, load);
    },
    async readKey(account, id) {
      const realm = accountRealm(account);
      const row = await storage.readEntity(realm, "access-key", id);
      const entity = row === undefined ? undefined : refused.reading(realm, () => readBody(row));
      return entity?.kind === "access-key" ? entity : undefined;
    },
    committer: (realm) => (realm === INSTALLATION ? installation : realms.account(accountOf(realm) ?? "")),
    all,
    size: () => ({ realms: held.size, bytes }),
    loads: () => loads,
  };
  return realms;
}
