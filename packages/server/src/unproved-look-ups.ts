import type { AccessKey } from "@portcullis/directory";
import { type Storage, StorageError } from "@portcullis/storage";
import { sourceNetwork } from "./audit/source-network.ts";
import type { Realms } from "./realms/realms.ts";

/**
 * What the database is asked for requests that proved nothing yet. A stranger makes it ask as fast as requests arrive;
 * whatever would wait keeps the keys of honest callers waiting, so nothing does: what goes beyond the bounds rejects
 * at once with a `StorageError` of the kind try-again, and the database does not hear of it.
 */
export interface UnprovedLookUps {
  /** The realm that an access key id was given to by the operator. */
  locate(keyId: string, address: string): Promise<string | undefined>;
  readKey(account: string, keyId: string, address: string): Promise<AccessKey | undefined>;
}

export interface LookUpBounds {
  readonly ofOneNetwork: number;
  readonly inAll: number;
}

/**
 * Look-ups under way at the same time. The database has two connections for them, so that whoever comes beside one
 * network that floods waits for two others, and beside many of them for sixteen in a row: less than a second where the
 * database is 50 ms away, and a look-up may take two.
 */
const usual: LookUpBounds = { ofOneNetwork: 2, inAll: 32 };

export function unprovedLookUps(
  storage: Pick<Storage, "locate">,
  realms: Pick<Realms, "readKey">,
  bounds: LookUpBounds = usual,
): UnprovedLookUps {
  const underWay = new Map<string, number>();
  const locating = new Map<string, Promise<string | undefined>>();
  const reading = new Map<string, Promise<AccessKey | undefined>>();
  let all = 0;

  function enter(network: string): void {
    const own = underWay.get(network) ?? 0;
    if (own >= bounds.ofOneNetwork || all >= bounds.inAll) {
      throw new StorageError("try-again", "too many look-ups for requests that are not proved");
    }
    underWay.set(network, own + 1);
    all += 1;
  }

  function leave(network: string): void {
    const left = (underWay.get(network) ?? 0) - 1;
    if (left > 0) underWay.set(network, left);
    else underWay.delete(network);
    all -= 1;
  }

  /** Throws at once where there is no place: nobody shares a refusal. */
  function within<T>(address: string, ask: () => Promise<T>): Promise<T> {
    const network = sourceNetwork(address);
    enter(network);
    return ask().finally(() => leave(network));
  }

  /**
   * One client that begins with many requests at once needs one look-up. INVARIANT: of an answer that was asked for
   * before a request arrived only what cannot be taken back since counts; that there is no key is no such thing.
   */
  async function shared<T>(
    flights: Map<string, Promise<T>>,
    id: string,
    counts: (answer: T) => boolean,
    ask: () => Promise<T>,
  ): Promise<T> {
    const flying = flights.get(id);
    if (flying !== undefined) {
      const answer = await flying;
      return counts(answer) ? answer : ask();
    }
    const flight = ask().finally(() => flights.delete(id));
    flights.set(id, flight);
    return flight;
  }

  return {
    locate: (keyId, address) =>
      shared(
        locating,
        keyId,
        (realm) => realm !== undefined,
        () => within(address, () => storage.locate("access-key", keyId)),
      ),
    // That a key which was active still is, is asked again once its caller is proved, of the confirmed account.
    readKey: (account, keyId, address) =>
      shared(
        reading,
        `${account}/${keyId}`,
        (key) => key?.status === "Active",
        () => within(address, () => realms.readKey(account, keyId)),
      ),
  };
}
