import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  applyChanges,
  attachmentCount,
  boundaryCount,
  type Changes,
  type Entity,
  emptyState,
  foldName,
  type Kind,
  type RealmState,
} from "@portcullis/directory";
import fc from "fast-check";
import { type IndexName, indexes, keysIn } from "../src/indexes.table.ts";
import { anyEntity, kinds, samples } from "./samples.ts";

const identity = ({ kind, id }: { readonly kind: Kind; readonly id: string }) => `${kind} ${id}`;
type Model = ReadonlyMap<string, Entity>;

/** What a change makes of a plain map: what is put wins over what is removed. */
function applied(model: Model, { put, remove }: Changes): Model {
  const next = new Map(model);
  for (const entity of remove) next.delete(identity(entity));
  for (const entity of put) next.set(identity(entity), entity);
  return next;
}

const named: ReadonlySet<Kind> = new Set<Kind>([
  "user",
  "group",
  "role",
  "policy",
  "instance-profile",
  "server-certificate",
  "mfa-device",
]);

/** Leaves out of a change whatever would give one name to two: the operations do not let it come to that. */
function permitted(model: Model, changes: Changes): Changes {
  const put: Entity[] = [];
  for (const entity of changes.put) {
    const others = [...applied(model, { put, remove: changes.remove }).values()];
    const clash = others.some(
      (other) =>
        other.kind === entity.kind &&
        other.id !== entity.id &&
        named.has(entity.kind) &&
        foldName((other as { readonly name: string }).name) ===
          foldName((entity as { readonly name: string }).name),
    );
    if (!clash) put.push(entity);
  }
  return { put, remove: changes.remove };
}

/** The state as it must be, worked out from nothing but the entities. */
function assertIs(state: RealmState, model: Model): void {
  const all = [...model.values()];
  for (const kind of kinds) {
    const expected = all.filter((entity) => entity.kind === kind).sort((a, b) => (a.id < b.id ? -1 : 1));
    assert.deepEqual([...state.byId[kind].values()], expected);
  }
  for (const name of Object.keys(indexes) as IndexName[]) {
    const expected = all
      .filter((entity) => entity.kind === indexes[name].kind)
      .flatMap((entity) => keysIn(name, entity).map((key) => [key, entity] as const))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    assert.deepEqual([...state.indexes[name].after()], expected, name);
  }
  const attached = all.flatMap((entity) => ("attached" in entity ? entity.attached : []));
  const bounded = all.flatMap((entity) =>
    "boundary" in entity && entity.boundary !== undefined ? [entity.boundary] : [],
  );
  for (const arn of new Set([...attached, ...bounded])) {
    assert.equal(attachmentCount(state, arn), attached.filter((each) => each === arn).length);
    assert.equal(boundaryCount(state, arn), bounded.filter((each) => each === arn).length);
  }
  assert.equal(state.counts.size, new Set(attached).size + new Set(bounded).size, "no count stays at zero");
}

const changes = fc.record({
  put: fc.array(anyEntity, { maxLength: 4 }),
  remove: fc.array(anyEntity, { maxLength: 3 }),
});

describe("the state of a realm", () => {
  it("is after any changes what its entities say, and every earlier one stays as it was", () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 25 }), (drawn) => {
        let state = emptyState("account/123456789012");
        let model: Model = new Map();
        const history: [RealmState, Model][] = [[state, model]];
        for (const [at, each] of drawn.entries()) {
          const change = permitted(model, each);
          state = applyChanges(state, change, at + 1, `change ${at}`);
          model = applied(model, change);
          history.push([state, model]);
        }
        for (const [kept, expected] of history) assertIs(kept, expected);
      }),
      { numRuns: 120 },
    );
  });

  it("lets two users exchange their names in one change", () => {
    const ann = { ...samples.user, id: "A", name: "Ann" };
    const bea = { ...samples.user, id: "B", name: "Bea" };
    const before = applyChanges(emptyState("r"), { put: [ann, bea], remove: [] }, 1, "1");
    const swapped = {
      put: [
        { ...ann, name: "Bea" },
        { ...bea, name: "Ann" },
      ],
      remove: [],
    };
    const { usersByName } = applyChanges(before, swapped, 2, "2").indexes;
    assert.deepEqual([usersByName.get("ann")?.id, usersByName.get("bea")?.id], ["B", "A"]);
  });

  it("takes the last of several words on one entity", () => {
    const put = ["a", "b", "c"].map((name) => ({ ...samples.user, name }));
    const { byId, indexes: found } = applyChanges(emptyState("r"), { put, remove: [] }, 1, "1");
    assert.equal(byId.user.get(samples.user.id)?.name, "c");
    assert.deepEqual(
      [...found.usersByName.after()].map(([key]) => key),
      ["c"],
    );
  });

  it("shares with the state before it whatever did not change", () => {
    const before = applyChanges(emptyState("r"), { put: [samples.user, samples.role], remove: [] }, 1, "1");
    const after = applyChanges(before, { put: [samples.policy], remove: [] }, 2, "2");
    assert.equal(after.byId.user, before.byId.user);
    assert.equal(after.indexes.userAttachments, before.indexes.userAttachments);
    assert.equal(after.counts, before.counts);
  });

  it("carries its realm, revision and change", () => {
    const { realm, revision, changeId } = applyChanges(emptyState("r"), { put: [], remove: [] }, 7, "seven");
    assert.deepEqual([realm, revision, changeId], ["r", 7, "seven"]);
  });
});
