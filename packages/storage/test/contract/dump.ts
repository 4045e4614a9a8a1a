import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Deployment, KeyRow, Storage } from "../../src/contract.ts";
import { type DumpPart, dumpTables } from "../../src/dump.ts";
import { createFaults } from "../../src/faults.ts";
import type { Fixture } from "../contract-suite.ts";
import { allEvents, commitOf, event, newRealm, usage, user, write } from "../samples.ts";

const key: KeyRow = {
  number: 7,
  purpose: "at-rest",
  wrapped: new Uint8Array([0, 255]),
  created: 3,
  active: false,
  retired: 9,
};
const deployment = {
  id: "deployment-9",
  incarnation: "i",
  partition: "aws-cn",
  keyCheck: new Uint8Array([9]),
};

async function* given(parts: readonly DumpPart[]): AsyncGenerator<DumpPart> {
  yield* parts;
}

async function partsOf(storage: Storage): Promise<readonly DumpPart[]> {
  const parts: DumpPart[] = [];
  for await (const part of storage.dump()) parts.push(part);
  return parts;
}

/** The rows of each table in an order of their own, whatever they were cut into. */
function rowsOf(parts: readonly DumpPart[]): Readonly<Record<string, readonly string[]>> {
  const rows = dumpTables.map((table) => {
    const own = parts
      .filter((part) => part.table === table)
      .flatMap((part) => part.rows as readonly object[]);
    return [table, own.map((row) => JSON.stringify(row, bytesAsNumbers)).sort()] as const;
  });
  return Object.fromEntries(rows);
}

function bytesAsNumbers(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? [...value] : value;
}

export function dumpTests(fixture: Fixture): void {
  describe("a dump", () => {
    const others: Storage[] = [];
    const another = async (): Promise<Storage> => {
      const storage = await fixture.driver.open(createFaults());
      others.push(storage);
      return storage;
    };
    after(async () => {
      for (const storage of others) await storage.close();
    });

    const realm = newRealm();
    let source: Storage;
    before(async () => {
      source = await another();
      const odd = user("odd", '{"text":"\\u0000 \u{1f511} \u2028 \'"}');
      const many = Array.from({ length: 700 }, (_, at) => user(`u${at}`, `{"n":"${"x".repeat(at)}"}`));
      const events = Array.from({ length: 200 }, (_, at) =>
        event(realm, {
          readOnly: at % 2 === 0,
          time: at * 7000,
          userName: at % 3 === 0 ? "ann" : undefined,
          accessKeyId: at % 5 === 0 ? "AKIA" : undefined,
          resources: at % 2 === 0 ? [] : [{ type: "AWS::IAM::User", name: `u${at}` }],
        }),
      );
      const once = { realm, kind: "code", id: "1", expires: 5, body: "b" };
      await source.initialize(deployment, [key], commitOf({ writes: [write(realm, 1, [odd, ...many])] }));
      await source.commit(commitOf({ writes: [write(realm, 2, [], [{ kind: "user", id: "u0" }])] }));
      await source.commit(commitOf({ events, once: [once] }));
      await source.putLocator("alias", "a", realm);
      await source.mergeUsage([usage(realm, "k", 4, "{}")]);
    });

    test("of a database in which nothing was ever kept gives nothing", async () => {
      assert.deepEqual(await partsOf(await another()), []);
    });

    test("gives every table in its order, the deployment first", async () => {
      const tables = (await partsOf(source)).map(({ table }) => table);
      assert.deepEqual([...new Set(tables)], [...dumpTables]);
      assert.deepEqual(
        tables.map((table) => dumpTables.indexOf(table)),
        tables.map((table) => dumpTables.indexOf(table)).sort((a, b) => a - b),
      );
    });

    test("fills another database, which then answers as the one that it is of", async () => {
      const copy = await another();
      await copy.fill(source.dump());
      assert.deepEqual(rowsOf(await partsOf(copy)), rowsOf(await partsOf(source)));
      const answers = async (storage: Storage) => {
        const { format: _, ...own } = (await storage.deployment()) as Deployment;
        const { clock: __, ...confirmed } = await storage.confirm([realm]);
        const image = await storage.loadRealm(realm);
        return {
          own: JSON.stringify(own, bytesAsNumbers),
          keys: await storage.keys(),
          confirmed,
          image: { ...image, entities: image?.entities.toSorted((a, b) => (a.id < b.id ? -1 : 1)) },
          events: await allEvents(storage, realm),
          found: await storage.findEvents({ realm, from: 0, to: 1e9, resourceName: "u11", limit: 9 }),
          once: await storage.readOnce(realm, "code", "1"),
          located: await storage.locate("alias", "a"),
          usage: await storage.readUsage(realm),
        };
      };
      assert.deepEqual(await answers(copy), await answers(source));
      assert.equal((await answers(copy)).found.length, 1);
      await copy.commit(commitOf({ writes: [write(realm, 3, [user("next")])], events: [event(realm)] }));
    });

    test("shows one instant, while commits go on", async () => {
      const [a, b] = [newRealm(), newRealm()];
      let revision = 1;
      let stop = false;
      const step = () =>
        source.commit(
          commitOf({
            writes: [write(a, revision, [user(`u${revision}`)]), write(b, revision, [user(`u${revision}`)])],
            events: [event(a)],
          }),
        );
      await step();
      const busy = (async () => {
        while (!stop) {
          revision += 1;
          await step();
        }
      })();
      try {
        for (let round = 0; round < 5; round += 1) {
          const acknowledged = revision - 1;
          const parts = await partsOf(source);
          const of = (table: DumpPart["table"], realm: string) =>
            parts
              .filter((part) => part.table === table)
              .flatMap((part) => part.rows as readonly { realm: string; revision?: number }[])
              .filter((row) => row.realm === realm);
          const seen = of("realm", a)[0]?.revision ?? 0;
          assert.ok(seen >= acknowledged, `${seen} of ${acknowledged}`);
          assert.equal(of("realm", b)[0]?.revision, seen);
          for (const [table, of_] of [
            ["entity", a],
            ["entity", b],
            ["event", a],
          ] as const) {
            assert.equal(of(table, of_).length, seen, table);
          }
        }
      } finally {
        stop = true;
        await busy;
      }
    });

    test("that is left in the middle lets the next one begin, and no second one is begun beside it", async () => {
      for await (const { table } of source.dump()) {
        if (table !== "realm") continue;
        await assert.rejects(partsOf(source), { kind: "try-again" });
        break;
      }
      assert.ok((await partsOf(source)).length > 0);
    });

    test("whose database does not answer fails, and the next one does not", async () => {
      fixture.faults.begin("unreachable", 1);
      await assert.rejects(partsOf(fixture.storage), { kind: "away" });
      assert.ok((await partsOf(fixture.storage)).length > 0);
    });
  });

  describe("a fill", () => {
    const first = commitOf({ writes: [write(newRealm(), 1)] });

    test("that does not end leaves no deployment and is not taken for nothing, until it is begun again", async () => {
      const storage = await fixture.driver.open(createFaults());
      const parts = await partsOf(fixture.storage);
      assert.equal(await storage.begun(), false);
      for (const read of [0, 1, Math.ceil(parts.length / 2)]) {
        await assert.rejects(
          storage.fill(
            (async function* () {
              yield* parts.slice(0, read);
              throw new Error("the file is damaged");
            })(),
          ),
          /damaged/,
        );
        assert.equal(await storage.deployment(), undefined);
        assert.equal(await storage.begun(), true);
        await assert.rejects(storage.initialize(deployment, [key], first), { kind: "lost-race" });
        assert.equal(await storage.deployment(), undefined);
      }
      await storage.fill(given(parts));
      assert.deepEqual(rowsOf(await partsOf(storage)), rowsOf(parts));
      await storage.close();
    });

    test("of a database with a deployment is refused and changes nothing", async () => {
      const before = await partsOf(fixture.storage);
      await assert.rejects(fixture.storage.fill(given(before)), { kind: "lost-race" });
      assert.deepEqual(rowsOf(await partsOf(fixture.storage)), rowsOf(before));
    });

    test("with a row that comes twice does not end", async () => {
      const storage = await fixture.driver.open(createFaults());
      const parts = await partsOf(fixture.storage);
      const doubled = parts.flatMap((part): readonly DumpPart[] =>
        part.table === "event" ? [part, part] : [part],
      );
      await assert.rejects(storage.fill(given(doubled)), { kind: "lost-race" });
      assert.equal(await storage.deployment(), undefined);
      await storage.close();
    });
  });
}
