import type { EventRow } from "@portcullis/storage";
import { INSTALLATION } from "../realms/realm-names.ts";
import { EVENT_VERSION } from "./event.ts";
import { newEventId } from "./event-id.ts";
import { eventTime } from "./event-time.ts";
import { sourceNetwork } from "./source-network.ts";

/**
 * Calls that never proved who they are. They are the operator's events: nothing that such a call said of itself (key
 * id, user agent, operation, names) is kept, and no account that it names hears of it. However many there are, memory
 * and disk take a fixed amount a minute, and nobody waits for them.
 */
export interface FoldedRefusals {
  /** @param code the code that the caller was given @param now epoch milliseconds */
  note(sourceIp: string, code: string, now: number): void;
  /** The events of the minutes that are over, or of all. They are handed out once. */
  flush(now: number, all?: boolean): readonly EventRow[];
  /** Events that wait to be flushed. */
  size(): number;
}

export interface FoldedRefusalsOptions {
  readonly writer: string;
  readonly nextSequence: () => number;
  /** Network and code are told apart for so many pairs a minute; the rest is one number. */
  readonly mostPairs?: number;
  /** Minutes that are over and may wait; what comes on top of them is one number. */
  readonly mostMinutes?: number;
}

/** undefined network and code: more than can be told apart. */
interface Tally {
  readonly network: string | undefined;
  readonly code: string | undefined;
  count: number;
  first: number;
  last: number;
}

interface Minute {
  readonly minute: number;
  readonly pairs: Map<string, Tally>;
  others: Tally | undefined;
}

const wellFormedCode = /^[A-Za-z0-9.]{1,64}$/;

export function foldedRefusals(options: FoldedRefusalsOptions): FoldedRefusals {
  const { writer, nextSequence, mostPairs = 64, mostMinutes = 4 } = options;
  let current: Minute | undefined;
  let over: Tally[] = [];
  let minutesOver = 0;
  let overflow: Tally | undefined;

  function minuteOf(now: number): Minute {
    const minute = Math.floor(now / 60_000);
    // A clock that was set back begins another minute too: what waits must not wait for it to come again.
    if (current !== undefined && current.minute !== minute) close(current);
    current ??= { minute, pairs: new Map(), others: undefined };
    return current;
  }

  function close(minute: Minute): void {
    const tallies = talliesOf(minute);
    current = undefined;
    if (minutesOver < mostMinutes) {
      minutesOver++;
      over.push(...tallies);
      return;
    }
    for (const tally of tallies) overflow = merged(overflow, tally);
  }

  return {
    note(sourceIp, code, now) {
      const minute = minuteOf(now);
      const known = wellFormedCode.test(code) ? code : "Other";
      const network = sourceNetwork(sourceIp);
      const pair = `${network} ${known}`;
      const one = { network, code: known, count: 1, first: now, last: now };
      const tally = minute.pairs.get(pair);
      if (tally !== undefined) minute.pairs.set(pair, merged(tally, one));
      else if (minute.pairs.size < mostPairs) minute.pairs.set(pair, one);
      else minute.others = merged(minute.others, one);
    },
    flush(now, all = false) {
      if (current !== undefined && (all || current.minute !== Math.floor(now / 60_000))) close(current);
      const tallies = overflow === undefined ? over : [...over, overflow];
      over = [];
      minutesOver = 0;
      overflow = undefined;
      return tallies.map((tally) => refusedCalls(tally, writer, nextSequence()));
    },
    size: () =>
      over.length +
      (overflow === undefined ? 0 : 1) +
      (current === undefined ? 0 : talliesOf(current).length),
  };
}

function talliesOf({ pairs, others }: Minute): readonly Tally[] {
  return others === undefined ? [...pairs.values()] : [...pairs.values(), others];
}

/** Adds to a tally. One that is begun here tells networks and codes no longer apart. */
function merged(tally: Tally | undefined, more: Tally): Tally {
  if (tally === undefined) return { ...more, network: undefined, code: undefined };
  tally.count += more.count;
  tally.first = Math.min(tally.first, more.first);
  tally.last = Math.max(tally.last, more.last);
  return tally;
}

/** INVARIANT: network and code hold letters, digits, dots, colons and a slash. */
function refusedCalls(
  { network, code, count, first, last }: Tally,
  writer: string,
  sequence: number,
): EventRow {
  const id = newEventId(last);
  const record =
    `{"eventVersion":"${EVENT_VERSION}","userIdentity":{"type":"Unknown"},"eventTime":"${eventTime(last)}",` +
    `"eventSource":"portcullis","eventName":"RefusedCalls",` +
    (network === undefined ? "" : `"sourceIPAddress":"${network}",`) +
    (code === undefined ? "" : `"errorCode":"${code}",`) +
    `"requestParameters":null,"responseElements":null,"eventID":"${id}","readOnly":true,` +
    `"eventType":"AwsServiceEvent","managementEvent":true,"serviceEventDetails":{"count":${count},` +
    `"firstTime":"${eventTime(first)}","lastTime":"${eventTime(last)}"},"eventCategory":"Management"}`;
  return {
    realm: INSTALLATION,
    writer,
    sequence,
    id,
    time: last,
    name: "RefusedCalls",
    source: "portcullis",
    readOnly: true,
    userName: undefined,
    accessKeyId: undefined,
    resources: [],
    record,
  };
}
