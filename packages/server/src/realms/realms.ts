import type { RealmState } from "@portcullis/directory";
import { type Committer, openCommitter, type Storage } from "@portcullis/storage";
import type { Metrics } from "../operate/metrics.ts";
import { stateAfter, stateOf, weightOf } from "./kept-state.ts";
import { accountRealm, INSTALLATION } from "./realm-names.ts";

/** The realms that this node holds in memory. Readers see committed states only. */
export interface Realms {
  /** The installation, always in memory. */
  installation(): RealmState;
  /** An account's state where it is in memory. Loads nothing. */
  peek(account: string): RealmState | undefined;
  /** An account, loaded where it must be; undefined: there is none. Only a proved credential may ask. */
  account(account: string): Promise<Committer<RealmState> | undefined>;
  size(): { readonly realms: number; readonly bytes: number };
  /** How often an account was loaded since the start. */
  loads(): number;
}

interface Held {
  readonly committer: Committer<RealmState>;
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
  const installation = await open(storage, INSTALLATION);
  if (installation === undefined) throw new Error("the database holds no installation");
  const held = new Map<string, Held>();
  const flights = new Map<string, Promise<Committer<RealmState> | undefined>>();
  const queue: (() => void)[] = [];
  let bytes = 0;
  let loading = 0;
  let loads = 0;

  function keep(account: string, entry: Held): void {
    held.set(account, entry);
    bytes += entry.bytes;
    for (const [oldest, { bytes: weight }] of held) {
      if (bytes <= mostBytes || oldest === account) break;
      // A committer that still works loses its place, not its commit: the revision decides who was first.
      held.delete(oldest);
      bytes -= weight;
    }
  }

  async function load(account: string): Promise<Committer<RealmState> | undefined> {
    if (loading >= MOST_LOADS) await new Promise<void>((resolve) => queue.push(resolve));
    loading++;
    const began = performance.now();
    try {
      const opened = await open(storage, accountRealm(account));
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
    installation: () => installation.committer.current(),
    peek: (account) => held.get(account)?.committer.current(),
    async account(account) {
      const found = held.get(account);
      if (found !== undefined) {
        held.delete(account);
        held.set(account, found);
        return found.committer;
      }
      // Accounts that the installation does not know are answered from memory.
      if (!installation.committer.current().byId.enrollment.has(account)) return undefined;
      const flying = flights.get(account);
      if (flying !== undefined) return flying;
      const flight = load(account).finally(() => flights.delete(account));
      flights.set(account, flight);
      return flight;
    },
    size: () => ({ realms: held.size, bytes }),
    loads: () => loads,
  };
}

async function open(storage: Storage, realm: string): Promise<Held | undefined> {
  const image = await storage.loadRealm(realm);
  if (image === undefined) return undefined;
  const committer = await openCommitter({ realm, storage, load: stateOf, apply: stateAfter, image });
  return committer === undefined ? undefined : { committer, bytes: weightOf(image) };
}
