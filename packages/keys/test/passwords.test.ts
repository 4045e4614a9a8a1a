import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { type Hashing, hashNewPassword, isPassword, passwordHasher } from "@portcullis/keys";
import { hashText, recipeOf } from "../src/password-hash.ts";

const cheap = { memory: 8, passes: 1 };
const owner = { account: "111111111111", principal: "AIDAANN" };

const hasher = passwordHasher({ cost: cheap });

/** What a hasher gives to the work of one owner. */
function working<T extends object>(work: (hashing: Hashing) => Promise<T>, { within } = hasher) {
  return within(owner, work) as Promise<T>;
}

describe("the hash of a password", () => {
  it("is argon2id over at least 19 MiB, twice", async () => {
    const text = await working(async ({ hash }) => [await hash("Tulip-1953")], passwordHasher());
    assert.match(text[0] ?? "", /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  });

  it("is the one that others make of it", async () => {
    // Source: https://github.com/P-H-C/phc-winner-argon2/blob/master/src/test.c
    const text = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    await working(async (hashing) => {
      assert.equal(await isPassword(hashing, "password", text), true);
      assert.equal(await isPassword(hashing, "passwore", text), false);
      return {};
    });
  });

  it("has a salt of its own, and its owner's where it is compared", async () => {
    const [a, b, c] = await working(async ({ hash }) => {
      const one = await hash("Tulip-1953");
      return [one, await hash("Tulip-1953"), await hash("Tulip-1953", one)];
    });
    assert.notEqual(a, b);
    assert.equal(a, c);
  });

  it("that is damaged is read by nobody, and not repeated", () => {
    const recipe = { ...cheap, salt: Buffer.from("saltsaltsaltsalt") };
    const text = hashText(recipe, Buffer.from("hash"));
    assert.deepEqual(recipeOf(text), recipe);
    for (const damaged of ["", `${text}$`, text.replace("v=19", "v=16"), text.replace("p=1", "p=2")]) {
      assert.throws(() => recipeOf(damaged), { message: "a password's hash is damaged" });
    }
  });
});

describe("a new password", () => {
  it("is told from all earlier ones by one hash", async () => {
    await working(async (hashing) => {
      let made = 0;
      const counting: Hashing = {
        ...hashing,
        hash(password, like) {
          made += 1;
          return hashing.hash(password, like);
        },
      };
      const earlier: string[] = [];
      for (const password of ["a", "b", "c"]) {
        earlier.unshift((await hashNewPassword(hashing, password, earlier)).hash);
      }
      assert.equal((await hashNewPassword(counting, "a", earlier)).usedAt, 2);
      assert.equal((await hashNewPassword(counting, "c", earlier)).usedAt, 0);
      assert.equal((await hashNewPassword(counting, "d", earlier)).usedAt, undefined);
      assert.equal(made, 3);
      return {};
    });
  });

  it("gets the present cost and a new salt where the earlier ones were cheaper", async () => {
    const old = await working(async ({ hash }) => [await hash("a")]);
    const dearer = passwordHasher({ cost: { memory: 16, passes: 1 } });
    const { hash, usedAt } = await working((hashing) => hashNewPassword(hashing, "a", old), dearer);
    assert.equal(usedAt, 0);
    assert.equal(recipeOf(hash).memory, 16);
    assert.notDeepEqual(recipeOf(hash).salt, recipeOf(old[0] ?? "").salt);
  });
});

describe("who wants to hash passwords", () => {
  const places = { ofOneAccount: 2, inAll: 3 };

  /** Work that ends when it is told to. */
  function held() {
    const { within } = passwordHasher({ cost: cheap, places });
    const ends: (() => void)[] = [];
    const enter = (account: string, principal: string) =>
      within({ account, principal }, () => new Promise<object>((resolve) => ends.push(() => resolve({}))));
    return { enter, ends };
  }

  it("attack: a storm of passwords is sent away at once where an owner, its account or all have their places taken", async () => {
    const { enter, ends } = held();
    const first = enter("1", "a");
    assert.equal(await enter("1", "a"), "busy");
    const second = enter("1", "b");
    assert.equal(await enter("1", "c"), "busy");
    const third = enter("2", "a");
    assert.equal(await enter("3", "a"), "busy");
    ends[0]?.();
    assert.deepEqual(await first, {});
    const fourth = enter("3", "a");
    for (const end of ends) end();
    assert.deepEqual(await Promise.all([second, third, fourth]), [{}, {}, {}]);
  });

  it("gives its place back when it fails", async () => {
    const { within } = passwordHasher({ cost: cheap, places: { ofOneAccount: 1, inAll: 1 } });
    await assert.rejects(
      within(owner, () => Promise.reject(new Error("failed"))),
      /failed/,
    );
    assert.notEqual(await within(owner, async () => ({})), "busy");
  });

  it("gets what the processors' other threads leave", { skip: process.platform !== "linux" }, async () => {
    await working(async ({ hash }) => [await hash("a")]);
    const nice = readdirSync("/proc/self/task").map((thread) => {
      const stat = readFileSync(`/proc/self/task/${thread}/stat`, "utf8");
      return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]);
    });
    assert.ok(nice.includes(10), "the thread that hashes stands back");
    assert.equal(nice[readdirSync("/proc/self/task").indexOf(String(process.pid))], 0);
  });

  it("is told where there is not the memory", async () => {
    const impossible = passwordHasher({ cost: { memory: 0xffff_fff0, passes: 1 } });
    await assert.rejects(
      working(async ({ hash }) => [await hash("a")], impossible),
      { message: "a password could not be hashed" },
    );
  });
});
