import assert from "node:assert/strict";
import { test } from "node:test";
import { decide } from "@portcullis/policy";
import { engineInput } from "./engine.ts";
import { oracle, type World } from "./oracle.ts";
import { type Random, randomOf } from "./random.ts";

// Short texts over few characters: every way in which pieces of a pattern can overlap comes up.

const seed = Number(process.env.PORTCULLIS_SEED ?? 99);
const rounds = Number(process.env.PORTCULLIS_ROUNDS ?? 700) * 10;

const A = "123456789012";
const base: World = {
  principal: { kind: "user", arn: `arn:aws:iam::${A}:user/ann`, account: A, id: "AIDAANN" },
  action: "s3:GetObject",
  resource: { arn: "*", account: A },
  context: {},
  identity: [],
  scps: [],
  rcps: [],
};

function draw(random: Random, characters: string, most: number): string {
  return random.some(most, () => random.pick([...characters])).join("");
}

function agree(name: string, worldOf: (random: Random) => World) {
  test(name, () => {
    let allowed = 0;
    for (let round = 0; round < rounds; round++) {
      const world = worldOf(randomOf(seed + round));
      const { layers, request } = engineInput(world);
      const { outcome } = decide(layers, request);
      assert.equal(outcome, oracle(world), `seed ${seed + round}: ${JSON.stringify(world)}`);
      if (outcome === "Allow") allowed++;
    }
    assert.ok(allowed > rounds / 50, `only ${allowed} of ${rounds} patterns matched`);
  });
}

const statement = (more: object) => ({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "*", Resource: "*", ...more },
});
const comparing = (operator: string, pattern: string, value: string): World => ({
  ...base,
  context: { "a:k": [value] },
  identity: [statement({ Condition: { [operator]: { "a:k": pattern } } })],
});

agree("globs match as the oracle says", (random) =>
  comparing("StringLike", draw(random, "aab***?", 9), draw(random, "aaab", 9)),
);

agree("globs with long pieces match as the oracle says", (random) => {
  const long = "a".repeat(30);
  const piece = () => `${long}${draw(random, "aab", 6)}`;
  return comparing(
    "StringLike",
    `${piece()}*${piece()}*${random.pick(["", piece()])}`,
    `${piece()}${piece()}${piece()}${piece()}`,
  );
});

agree("patterns with a lone question mark beyond one machine word match as the oracle says", (random) => {
  const long = `${"ab".repeat(14 + random.below(4))}${draw(random, "ab?*", 6)}`;
  return comparing(
    "StringLike",
    `${long}?${draw(random, "ab*?", 4)}`,
    `${long.replaceAll("*", "ab")}${draw(random, "ab", 4)}`,
  );
});

agree("ARN operators match part by part as the oracle says", (random) => {
  const arn = (characters: string) =>
    ["arn", ...Array.from({ length: random.once(6) ? 4 : 5 }, () => draw(random, characters, 2)), ""].join(
      ":",
    );
  return comparing("ArnLike", arn("a***?").slice(0, random.once(4) ? -1 : undefined), arn("a"));
});

agree("resource patterns mind the parts of an ARN as the oracle says", (random) => ({
  ...base,
  resource: { arn: `arn:aws:s3:${draw(random, "ab:::", 9)}`, account: A },
  identity: [statement({ Resource: `arn:aws:s3:${draw(random, "aab:::***?", 9)}` })],
}));
