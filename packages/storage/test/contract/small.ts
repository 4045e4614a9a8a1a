import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { OnceClaim } from "../../src/contract.ts";
import type { Fixture } from "../contract-suite.ts";
import { commitOf, newRealm, usage, write } from "../samples.ts";

function claimOf(realm: string, id: string, body = "{}", expires = 1000): OnceClaim {
  return { realm, kind: "code", id, expires, body };
}

export function smallTests(fixture: Fixture): void {
  describe("one-time things", () => {
    test("one claim of many wins, and what it holds can be read", async () => {
      const realm = newRealm();
      const bodies = ["a", "b", "c"];
      const claims = bodies.map((body) => fixture.storage.claimOnce(claimOf(realm, "1", body)));
      const won = (await Promise.all(claims)).flatMap((claimed, at) => (claimed ? [bodies[at]] : []));
      assert.equal(won.length, 1);
      assert.equal(await fixture.storage.readOnce(realm, "code", "1"), won[0]);
      assert.equal(await fixture.storage.readOnce(realm, "code", "2"), undefined);
      assert.equal(await fixture.storage.claimOnce(claimOf(newRealm(), "1")), true);
    });

    test("a commit whose claim is taken says which one, and writes nothing", async () => {
      const { storage } = fixture;
      const realm = newRealm();
      await storage.claimOnce(claimOf(realm, "1"));
      const once = [claimOf(realm, "2"), claimOf(realm, "1")];
      await assert.rejects(storage.commit(commitOf({ writes: [write(realm, 1)], once })), {
        kind: "lost-race",
        taken: { realm, kind: "code", id: "1" },
      });
      assert.equal(await storage.realmExists(realm), false);
      assert.equal(await storage.readOnce(realm, "code", "2"), undefined);
    });

    test("a claim stays until it is purged after its expiry", async () => {
      const { storage } = fixture;
      const realm = newRealm();
      await storage.claimOnce(claimOf(realm, "old", "{}", 10));
      await storage.claimOnce(claimOf(realm, "new", "{}", 2000));
      assert.equal(await storage.claimOnce(claimOf(realm, "old")), false);
      while ((await storage.purgeOnce(2000, 1)) > 0);
      assert.equal(await storage.claimOnce(claimOf(realm, "old")), true);
      assert.equal(await storage.claimOnce(claimOf(realm, "new")), false);
    });
  });

  describe("locators", () => {
    test("a value leads to its realm, and to no other once it does", async () => {
      const { storage } = fixture;
      const [mine, other] = [newRealm(), newRealm()];
      assert.equal(await storage.locate("alias", mine), undefined);
      await storage.putLocator("alias", mine, mine);
      await storage.putLocator("alias", mine, mine);
      await assert.rejects(storage.putLocator("alias", mine, other), { kind: "lost-race" });
      assert.equal(await storage.locate("alias", mine), mine);
      assert.equal(await storage.locate("key", mine), undefined);
    });
  });

  describe("last-used facts", () => {
    test("the greatest time wins, whatever the order", async () => {
      const { storage } = fixture;
      const realm = newRealm();
      await storage.mergeUsage([usage(realm, "k1", 5, "five"), usage(realm, "k2", 1)]);
      await storage.mergeUsage([usage(realm, "k1", 9, "nine"), usage(realm, "k1", 3, "three")]);
      await storage.mergeUsage([usage(newRealm(), "k1", 100)]);
      assert.deepEqual(await storage.readUsage(realm), [
        usage(realm, "k1", 9, "nine"),
        usage(realm, "k2", 1),
      ]);
    });

    test("are read by kind and by how their ids begin", async () => {
      const { storage } = fixture;
      const realm = newRealm();
      const service = (id: string) => ({ ...usage(realm, id, 1), kind: "service" });
      const rows = ["A iam", "A sts", "AB iam", "B iam"].map(service);
      await storage.mergeUsage([...rows, usage(realm, "A iam", 1)]);
      assert.deepEqual(await storage.readUsage(realm, { kind: "service" }), rows);
      assert.deepEqual(
        await storage.readUsage(realm, { kind: "service", startingWith: "A " }),
        rows.slice(0, 2),
      );
      assert.deepEqual(
        await storage.readUsage(realm, { kind: "service", startingWith: "A" }),
        rows.slice(0, 3),
      );
      assert.deepEqual(await storage.readUsage(realm, { kind: "service", startingWith: "C" }), []);
    });

    test("go with what they are of, and with nothing whose id begins alike", async () => {
      const { storage } = fixture;
      const realm = newRealm();
      const other = newRealm();
      const service = (id: string) => ({ ...usage(realm, id, 1), kind: "service" });
      const kept = ["AB iam", "B iam", "C iam"].map(service);
      await storage.mergeUsage([...kept, ...["A", "A iam", "A iam:GetUser", "D"].map(service)]);
      await storage.mergeUsage([usage(realm, "A", 1), usage(other, "A", 1)]);
      await storage.removeUsage(realm, "service", ["A", "D", "E"]);
      await storage.removeUsage(realm, "service", []);
      assert.deepEqual(await storage.readUsage(realm), [usage(realm, "A", 1), ...kept]);
      assert.deepEqual(await storage.readUsage(other), [usage(other, "A", 1)]);
    });
  });

  test("every well-formed text is kept as it is, and no two are taken for one", async () => {
    const { storage } = fixture;
    const realm = newRealm();
    const odd = [
      "a",
      "a\0",
      "\0",
      "\u0001",
      "\u00010000",
      "",
      "é",
      "e\u0301",
      "\u{10ffff}",
      "\uffff",
      "\\x00",
      "{}",
      '"',
    ];
    for (const text of odd) {
      assert.equal(await storage.claimOnce(claimOf(realm, text, text)), true);
      await storage.putLocator(realm, text, text);
      await storage.mergeUsage([{ ...usage(realm, text, 1, text) }]);
    }
    for (const text of odd) {
      assert.equal(await storage.readOnce(realm, "code", text), text);
      assert.equal(await storage.locate(realm, text), text);
    }
    const facts = (await storage.readUsage(realm)).map(({ id, body }) => [id, body]);
    assert.deepEqual(new Map(facts as [string, string][]), new Map(odd.map((text) => [text, text])));
  });
}
