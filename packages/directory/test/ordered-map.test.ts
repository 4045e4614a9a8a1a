import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { emptyMap, type OrderedMap } from "@portcullis/directory";
import fc from "fast-check";

type Edit = { readonly key: string; readonly value: number | undefined };

const key = fc.string({ unit: fc.constantFrom("a", "b", "/", "\u0000", "é", "\u{1f600}"), maxLength: 4 });
const edit: fc.Arbitrary<Edit> = fc.record({ key, value: fc.option(fc.nat(9), { nil: undefined }) });

/** Entries by UTF-16 code units, as strings compare. */
const entries = (model: ReadonlyMap<string, number>) => [...model].sort(([a], [b]) => (a < b ? -1 : 1));

function edited(map: OrderedMap<number>, edits: readonly Edit[]): OrderedMap<number> {
  return map.edit((draft) => {
    for (const { key, value } of edits) {
      if (value === undefined) draft.delete(key);
      else draft.set(key, value);
      assert.equal(draft.get(key), value);
    }
  });
}

function applied(model: ReadonlyMap<string, number>, edits: readonly Edit[]): Map<string, number> {
  const next = new Map(model);
  for (const { key, value } of edits) {
    if (value === undefined) next.delete(key);
    else next.set(key, value);
  }
  return next;
}

describe("an ordered map", () => {
  it("is a map that is walked in order, from any key and under any prefix, after any edits", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(edit, { maxLength: 8 }), { maxLength: 12 }),
        key,
        key,
        (batches, at, prefix) => {
          let map = emptyMap<number>();
          let model = new Map<string, number>();
          const history: [OrderedMap<number>, Map<string, number>][] = [];
          for (const batch of batches) {
            map = edited(map, batch);
            model = applied(model, batch);
            history.push([map, model]);
          }
          // Every version stays what it was.
          for (const [kept, expected] of history) {
            const all = entries(expected);
            assert.equal(kept.size, expected.size);
            assert.deepEqual([...kept.after()], all);
            assert.deepEqual(
              [...kept.values()],
              all.map(([, value]) => value),
            );
            assert.deepEqual(
              [...kept.after(at)],
              all.filter(([name]) => name > at),
            );
            const within = all.filter(([name]) => name.startsWith(prefix));
            assert.deepEqual([...kept.startingWith(prefix)], within);
            assert.deepEqual(
              [...kept.startingWith(prefix, at)],
              within.filter(([name]) => name > at),
            );
            assert.equal(kept.get(at), expected.get(at));
            assert.equal(kept.has(at), expected.has(at));
          }
        },
      ),
    );
  });

  it("is walked lazily", () => {
    const map = edited(
      emptyMap(),
      Array.from({ length: 1000 }, (_, at) => ({ key: `k${at}`, value: at })),
    );
    assert.deepEqual(map.after("k5").next().value, ["k50", 50]);
  });
});
