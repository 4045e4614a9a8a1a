import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { type EventRow, type Storage, StorageError } from "@portcullis/storage";
import fc from "fast-check";
import { foldedRefusals } from "../src/audit/folded-refusals.ts";
import { keepRefusals } from "../src/audit/keep-refusals.ts";
import { sourceNetwork } from "../src/audit/source-network.ts";
import { keptLog } from "./listen-harness.ts";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 22, 6, 54, 0);

function sample(options: { mostPairs?: number; mostMinutes?: number } = {}) {
  let sequence = 0;
  return foldedRefusals({ writer: "writer-1", nextSequence: () => ++sequence, ...options });
}

const details = (row: EventRow) => JSON.parse(row.record);
const counted = (rows: readonly EventRow[]): number =>
  rows.reduce((sum, row) => sum + details(row).serviceEventDetails.count, 0);

describe("calls that never proved who they are", () => {
  test("are counted by network, code and minute, as events of the operator", () => {
    const refusals = sample();
    refusals.note("192.0.2.7", "InvalidClientTokenId", NOW + 1000);
    refusals.note("192.0.2.200", "InvalidClientTokenId", NOW + 31_000);
    refusals.note("192.0.2.7", "SignatureDoesNotMatch", NOW + 2000);
    assert.equal(refusals.size(), 2);
    assert.deepEqual(refusals.flush(NOW + 59_999), []);
    const rows = refusals.flush(NOW + MINUTE);
    assert.equal(rows.length, 2);
    const [first] = rows;
    assert.ok(first);
    assert.deepEqual(details(first), {
      eventVersion: "1.11",
      userIdentity: { type: "Unknown" },
      eventTime: "2026-11-22T06:54:31Z",
      eventSource: "portcullis",
      eventName: "RefusedCalls",
      sourceIPAddress: "192.0.2.0/24",
      errorCode: "InvalidClientTokenId",
      requestParameters: null,
      responseElements: null,
      eventID: first.id,
      readOnly: true,
      eventType: "AwsServiceEvent",
      managementEvent: true,
      serviceEventDetails: {
        count: 2,
        firstTime: "2026-11-22T06:54:01Z",
        lastTime: "2026-11-22T06:54:31Z",
      },
      eventCategory: "Management",
    });
    assert.deepEqual(
      rows.map(({ realm, sequence }) => [realm, sequence]),
      [
        ["installation", 1],
        ["installation", 2],
      ],
    );
    assert.equal(refusals.size(), 0);
    assert.deepEqual(refusals.flush(NOW + MINUTE), []);
  });

  test("take a fixed number of events a minute, however many networks and codes there are", () => {
    const refusals = sample();
    let calls = 0;
    for (let network = 0; network < 1000; network++) {
      for (let code = 0; code < 20; code++) {
        refusals.note(`10.${network >> 8}.${network & 255}.1`, `Code${code}`, NOW + (calls++ % MINUTE));
      }
    }
    assert.equal(refusals.size(), 65);
    const rows = refusals.flush(NOW + MINUTE);
    assert.equal(rows.length, 65);
    assert.equal(counted(rows), 20_000);
    const others = rows.map(details).filter(({ errorCode }) => errorCode === undefined);
    assert.equal(others.length, 1);
    assert.equal(others[0].serviceEventDetails.count, 20_000 - 64);
    assert.equal("sourceIPAddress" in others[0], false);
  });

  test("take fixed memory where nobody flushes, and lose no count", () => {
    const refusals = sample({ mostPairs: 8, mostMinutes: 3 });
    for (let minute = 0; minute < 500; minute++) {
      for (let network = 0; network < 20; network++)
        refusals.note(`10.0.${network}.1`, "X", NOW + minute * MINUTE);
      assert.ok(refusals.size() <= 3 * 9 + 1 + 9);
    }
    const rows = refusals.flush(NOW, true);
    assert.ok(rows.length <= 3 * 9 + 1);
    assert.equal(counted(rows), 10_000);
  });

  test("are flushed when the clock is set back, and nothing waits for a minute to come again", () => {
    const refusals = sample();
    refusals.note("192.0.2.7", "X", NOW + 60 * MINUTE);
    assert.equal(refusals.flush(NOW).length, 1);
    refusals.note("192.0.2.7", "X", NOW + 60 * MINUTE);
    refusals.note("192.0.2.7", "X", NOW);
    assert.equal(counted(refusals.flush(NOW)), 1);
    assert.equal(counted(refusals.flush(NOW, true)), 1);
  });

  test("leave nothing of their own words: what is no address and no code is called so", () => {
    const refusals = sample();
    const forged = '","eventName":"Forged\n';
    refusals.note(forged, forged, NOW);
    refusals.note("x".repeat(100_000), "y".repeat(100_000), NOW);
    const rows = refusals.flush(NOW, true);
    assert.equal(rows.length, 1);
    const [record] = rows.map(details);
    assert.deepEqual(
      [record.sourceIPAddress, record.errorCode, record.eventName],
      ["unknown", "Other", "RefusedCalls"],
    );
    assert.equal(record.serviceEventDetails.count, 2);
  });
});

describe("keeping the refusals", () => {
  const past = () => Date.now() - 2 * MINUTE;
  /** The timer does not keep a process alive; the test does. */
  const alive = setInterval(() => undefined, 1000);
  after(() => clearInterval(alive));

  const keeping = (refusals: ReturnType<typeof sample>, storage: Pick<Storage, "appendEvents">) => {
    const { log, lines } = keptLog();
    const chore = keepRefusals({ refusals, storage: storage as Storage, log }, 1);
    return { chore, said: () => lines().map(({ msg }) => msg) };
  };

  test("ends only when the store under way has ended, and then takes those of the present minute", async () => {
    const refusals = sample();
    refusals.note("192.0.2.7", "X", past());
    const [begun, going] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const stored: number[] = [];
    const { chore } = keeping(refusals, {
      appendEvents: async (rows) => {
        begun.resolve();
        // The first one takes long, every other one no time.
        if (rows[0]?.sequence === 1) await going.promise;
        stored.push(counted(rows));
      },
    });
    await begun.promise;
    refusals.note("192.0.2.7", "X", Date.now());
    refusals.note("192.0.2.7", "X", Date.now());
    let ended = false;
    const stopped = chore.stop().then(() => {
      ended = true;
    });
    await setImmediate();
    assert.equal(ended, false);
    going.resolve();
    await stopped;
    assert.deepEqual(stored, [1, 2]);
  });

  test("gives up those that the storage does not take, and says once that it does and how many they were", async () => {
    const refusals = sample();
    let away = true;
    const tries = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let tried = 0;
    const { chore, said } = keeping(refusals, {
      appendEvents: async () => {
        tries[tried++]?.resolve();
        if (away) throw new StorageError("away", "nobody answers");
      },
    });
    for (const each of tries) {
      refusals.note("192.0.2.7", "X", past());
      await each.promise;
    }
    away = false;
    refusals.note("192.0.2.7", "X", Date.now());
    await chore.stop();
    assert.deepEqual(said(), [
      "Refused calls cannot be recorded; their events are given up (nobody answers).",
      "Refused calls are recorded again; events of them that were given up: 2.",
    ]);
    assert.equal(refusals.size(), 0);
  });
});

describe("the network of an address", () => {
  test("is a /24 of IPv4 and a /48 of IPv6", () => {
    const networks: Record<string, string> = {
      "192.0.2.255": "192.0.2.0/24",
      "2001:db8:12:34::1": "2001:db8:12::/48",
      "2001:0DB8:0012:ffff:1:2:3:4": "2001:db8:12::/48",
      "2001:db8::1": "2001:db8:0::/48",
      "::1": "0:0:0::/48",
      "::": "0:0:0::/48",
      "1::2:3:4:5:6:7": "1:0:2::/48",
      "64:ff9b::192.0.2.1": "64:ff9b:0::/48",
      "": "unknown",
      "example.org": "unknown",
    };
    for (const [address, network] of Object.entries(networks))
      assert.equal(sourceNetwork(address), network, address);
  });

  test("is the same for all addresses of it, and no address makes it fail", () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        assert.match(sourceNetwork(address), /^[0-9a-f]{1,4}:[0-9a-f]{1,4}:[0-9a-f]{1,4}::\/48$/);
      }),
    );
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        assert.equal(sourceNetwork(address), `${address.split(".").slice(0, 3).join(".")}.0/24`);
      }),
    );
  });
});
