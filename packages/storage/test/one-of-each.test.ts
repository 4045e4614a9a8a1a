import assert from "node:assert/strict";
import { test } from "node:test";
import { createSpool, openMemory } from "../src/index.ts";
import { oneOfEach } from "../src/one-of-each.ts";

const query = (realm: string) => ({ realm, from: 0, to: 1, limit: 1 });

test("what has one key is done one after another, and nothing else waits for it", async () => {
  const run = oneOfEach(8);
  const log: string[] = [];
  const does = (name: string) => async () => {
    log.push(`${name} begins`);
    await new Promise(setImmediate);
    log.push(`${name} ends`);
    return name;
  };
  const all = [run("a", does("a1")), run("a", does("a2")), run("b", does("b1"))];
  assert.deepEqual(await Promise.all(all), ["a1", "a2", "b1"]);
  assert.deepEqual(log.slice(0, 2), ["a1 begins", "b1 begins"]);
  assert.ok(log.indexOf("a1 ends") < log.indexOf("a2 begins"));
});

test("what fails is told to who asked for it, and what comes after it is done", async () => {
  const run = oneOfEach(8);
  const failed = run("a", () => Promise.reject(new Error("broken")));
  const next = run("a", async () => "done");
  await assert.rejects(failed, /broken/);
  assert.equal(await next, "done");
  assert.equal(await run("a", async () => "again"), "again");
});

test("attack: an account that looks events up without end keeps another's look-up waiting for one of its own", async () => {
  const storage = await openMemory();
  const order: string[] = [];
  const spool = createSpool({
    storage: {
      ...storage,
      findEvents(asked) {
        order.push(asked.realm);
        return storage.findEvents(asked);
      },
    },
  });
  const many = Array.from({ length: 12 }, () => spool.find(query("account/1")));
  await spool.find(query("account/2"));
  assert.deepEqual(order.slice(0, 2), ["account/1", "account/2"]);
  assert.ok(order.filter((realm) => realm === "account/1").length <= 3, `${order}`);
  await Promise.all(many);
  assert.equal(order.length, 13);
  await spool.close();
  await storage.close();
});

test("attack: an account looks events up, goes away and asks again, and what waits does not fill the memory", async () => {
  const storage = await openMemory();
  const spool = createSpool({ storage });
  const many = await Promise.allSettled(Array.from({ length: 1000 }, () => spool.find(query("account/1"))));
  const refused = many.flatMap((each) => (each.status === "rejected" ? [each.reason.kind] : []));
  assert.deepEqual(refused, Array(1000 - 16).fill("try-again"));
  assert.deepEqual(await spool.find(query("account/1")), [], "and there is room again");
  await spool.close();
  await storage.close();
});
