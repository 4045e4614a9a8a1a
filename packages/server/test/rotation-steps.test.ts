import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { keyLife, type Purpose, purposes } from "@portcullis/keys";
import type { KeyRow } from "@portcullis/storage";
import fc from "fast-check";
import { isRetiredAtRest, overdue, stageOf, stepAfter } from "../src/keys/rotation-steps.ts";

const names = Object.keys(purposes) as readonly Purpose[];
const day = 24 * 3_600_000;
const NOW = 1_800_000_000_000;

type Life = ReturnType<typeof keyLife>;
const fields: { readonly [L in Life]: Pick<KeyRow, "active" | "retired"> } = {
  coming: { active: false, retired: undefined },
  sealing: { active: true, retired: undefined },
  leaving: { active: true, retired: undefined },
  retired: { active: false, retired: NOW - 1 },
};

function rowOf(number: number, purpose: string, life: Life): KeyRow {
  return { number, purpose, wrapped: new Uint8Array(), created: 0, ...fields[life] };
}

/** Keys as rotations leave them at any step: of each purpose one that seals, older ones before it, newer ones behind. */
const rows: fc.Arbitrary<readonly KeyRow[]> = fc
  .record({
    retired: fc.nat(2),
    leaving: fc.constantFrom(0, 0, 1),
    coming: fc.constantFrom(0, 0, 1),
    settled: fc.subarray([...names]),
  })
  .map(({ retired, leaving, coming, settled }) => {
    const all: KeyRow[] = [];
    for (const purpose of [...names, "of a newer version"]) {
      const busy = !settled.includes(purpose as Purpose);
      const lives: Life[] = [
        ...Array<Life>(retired).fill("retired"),
        ...(busy && leaving ? (["leaving"] as const) : []),
        "sealing",
        ...(busy && coming ? (["coming"] as const) : []),
      ];
      for (const life of lives) all.push(rowOf(all.length + 1, purpose, life));
    }
    return all;
  });

describe("the steps of a rotation", () => {
  test("follow from the rows alone, and end in a state where no key is coming or leaving", () => {
    fc.assert(
      fc.property(rows, (start) => {
        let now: readonly KeyRow[] = start;
        const changes: string[] = [];
        for (let step = stepAfter(now, NOW); step !== undefined; step = stepAfter(now, NOW)) {
          changes.push(step.change);
          now = step.rows;
          assert.ok(changes.length <= 3);
        }
        assert.ok(now.every((row) => ["sealing", "retired"].includes(keyLife(row, now))));
        const order = ["UseDataKeys", "RetireDataKeys"];
        assert.deepEqual(
          changes,
          order.filter((name) => changes.includes(name)),
        );
      }),
    );
  });

  test("never take a key away, never wrap one anew, and leave one of each purpose that seals", () => {
    fc.assert(
      fc.property(rows, (start) => {
        const step = stepAfter(start, NOW);
        if (step === undefined) return;
        assert.deepEqual(
          step.rows.map(({ number, purpose, created }) => ({ number, purpose, created })),
          start.map(({ number, purpose, created }) => ({ number, purpose, created })),
        );
        assert.ok(step.rows.every((row, at) => row.wrapped === start[at]?.wrapped));
        for (const purpose of names) {
          const sealing = (all: readonly KeyRow[]) =>
            all.filter((row) => row.purpose === purpose && keyLife(row, all) === "sealing");
          assert.equal(sealing(step.rows).length, 1);
          // A key that begins to seal was there before, so that every node could learn it.
          assert.ok(start.some(({ number }) => number === sealing(step.rows)[0]?.number));
        }
      }),
    );
  });

  test("never retire the key that other nodes still seal with until the next one was in use", () => {
    fc.assert(
      fc.property(rows, (start) => {
        const step = stepAfter(start, NOW);
        for (const row of step?.rows ?? []) {
          const before = start.find(({ number }) => number === row.number)!;
          if (row.retired !== undefined && before.retired === undefined) {
            assert.equal(keyLife(before, start), "leaving");
            assert.equal(row.retired, NOW);
          }
        }
      }),
    );
  });

  test("are told as stages", () => {
    const base = names.map((purpose, at) => rowOf(at + 1, purpose, "sealing"));
    assert.equal(stageOf(base), "settled");
    assert.equal(stageOf([...base, rowOf(8, "marker", "coming")]), "announced");
    assert.equal(stageOf([...base, rowOf(8, "marker", "sealing")]), "turned");
    assert.equal(stageOf([...base, rowOf(8, "marker", "retired")]), "settled");
    const atRest = [...base, rowOf(8, "at-rest", "retired")];
    assert.equal(stageOf(atRest), "resealing");
    assert.deepEqual(
      atRest.filter((row) => isRetiredAtRest(row, atRest)).map(({ number }) => number),
      [8],
    );
  });
});

describe("a retired key", () => {
  for (const purpose of names) {
    const life = purposes[purpose].milliseconds;
    test(`of ${purpose} is overdue ${life === undefined ? "never" : `a day after ${purposes[purpose].life}`}`, () => {
      const old = { ...rowOf(1, purpose, "retired"), retired: NOW };
      const all = [old, rowOf(2, purpose, "sealing")];
      const end = NOW + (life ?? 1000 * day) + day;
      assert.deepEqual(overdue(all, end - 1), []);
      assert.deepEqual(overdue(all, end), life === undefined ? [] : [old]);
    });
  }

  test("alone is ever overdue, and none of a purpose that only a newer version knows", () => {
    const far = NOW + 10_000 * day;
    for (const life of ["coming", "sealing", "leaving"] as const) {
      assert.deepEqual(overdue([rowOf(1, "marker", life), rowOf(2, "marker", "sealing")], far), []);
    }
    assert.deepEqual(overdue([rowOf(1, "of a newer version", "retired")], far), []);
    assert.deepEqual(overdue([rowOf(1, "toString", "retired")], far), []);
  });
});
