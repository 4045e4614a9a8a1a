import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Body,
  type BodyFormats,
  type BodyStep,
  bodiesBy,
  bodyFormats,
  type KeptBody,
} from "@portcullis/directory";
import fc from "fast-check";
import { samples } from "./samples.ts";

/** Tags as texts, as lists of texts by key, and then called labels. A list of several has no older form. */
const toLists: BodyStep = {
  forth: ({ tags, ...body }) => ({
    ...body,
    tags: Object.fromEntries(
      (tags as { key: string; value: string }[]).map(({ key, value }) => [key, [value]]),
    ),
  }),
  back({ tags, ...body }) {
    const all = Object.entries(tags as Record<string, string[]>);
    if (all.some(([, values]) => values.length !== 1)) return undefined;
    return { ...body, tags: all.map(([key, [value]]) => ({ key, value })) };
  },
};
const toLabels: BodyStep = {
  forth: ({ tags, ...body }) => ({ ...body, labels: tags }),
  back: ({ labels, ...body }) => ({ ...body, tags: labels }),
};

const oneWay = ({ forth }: BodyStep): BodyStep => ({ forth });
const releases = (users: Omit<BodyFormats, "many">) =>
  bodiesBy({ ...bodyFormats, user: { many: "users", ...users } });

const first = releases({ written: 1, steps: [] });
const reading = releases({ written: 1, steps: [toLists] });
const writing = releases({ written: 2, steps: [oneWay(toLists)] });
const second = releases({ written: 2, steps: [oneWay(toLists), toLabels] });
const third = releases({ written: 3, steps: [toLists, toLabels].map(oneWay) });

const withTags = (tags: unknown) => ({ ...samples.user, tags }) as never;
const parsed = ({ v, body }: KeptBody) => ({ v, ...(JSON.parse(body) as Body) });

describe("a change of shape", () => {
  it("is read from every older format, step by step", () => {
    const oldest = first.writeBody(samples.user);
    const { tags, ...rest } = samples.user;
    assert.deepEqual(reading.readBody(oldest), { ...rest, tags: { team: ["blue"] } });
    assert.deepEqual(third.readBody(oldest), { ...rest, labels: { team: ["blue"] } });
    const newer = writing.writeBody(withTags({ team: ["blue", "red"] }));
    assert.deepEqual(third.readBody(newer), { ...rest, labels: { team: ["blue", "red"] } });
    assert.equal(tags.length, 1);
  });

  it("is written as the release before reads it, and only then in the new format", () => {
    assert.deepEqual(
      parsed(reading.writeBody(withTags({ team: ["blue"] }))),
      parsed(first.writeBody(samples.user)),
    );
    assert.equal(writing.writeBody(withTags({ team: ["blue"] })).v, 2);
    assert.equal(second.writeBody({ ...samples.user, labels: { team: [] } } as never).v, 2);
    assert.equal(third.writeBody({ ...samples.user, labels: { team: [] } } as never).v, 3);
  });

  it("loses nothing of a body that only the next release can have made", () => {
    const theirs = writing.writeBody(withTags({ team: ["blue", "red"] }));
    const { kind, id, ...read } = reading.readBody(theirs);
    const again = reading.writeBody({ kind, id, ...read, path: "/moved/" } as never);
    assert.deepEqual(parsed(again), { ...parsed(theirs), path: "/moved/" });
  });

  it("comes back as it was through any two neighbours, in both directions", () => {
    const tags = fc.uniqueArray(fc.record({ key: fc.string({ minLength: 1 }), value: fc.string() }), {
      selector: ({ key }) => key,
    });
    fc.assert(
      fc.property(tags, (texts) => {
        const older = first.readBody(first.writeBody(withTags(texts)));
        const there = reading.readBody(first.writeBody(older));
        const back = first.readBody(reading.writeBody(there));
        assert.deepEqual(new Map(tagsOf(back)), new Map(tagsOf(older)));
        assert.deepEqual(reading.readBody(writing.writeBody(there)), there);
        const next = second.readBody(writing.writeBody(there));
        assert.deepEqual(writing.readBody(second.writeBody(next)), there);
      }),
    );
  });

  it("is refused by a release two before the one that wrote it", () => {
    const held = [writing.writeBody(withTags({ team: ["blue"] }))];
    assert.equal(first.unreadable(held), "users of format 2 and this version reads up to 1");
    assert.throws(() => first.readBody(held[0]!), { name: "UnreadableBody" });
    assert.equal(reading.unreadable(held), undefined);
  });

  it("that a damaged body does not survive makes it unreadable", () => {
    const { tags, ...rest } = JSON.parse(first.writeBody(samples.user).body);
    assert.ok(tags);
    const damaged = { ...first.writeBody(samples.user), body: JSON.stringify(rest) };
    assert.throws(() => reading.readBody(damaged), {
      name: "UnreadableBody",
      message: /^a damaged user, AIDA/,
    });
  });
});

describe("a new kind", () => {
  it("is read by the release before the one that makes it", () => {
    const before = releases({ written: 0, steps: [] });
    assert.deepEqual(before.readBody(first.writeBody(samples.user)), samples.user);
    assert.throws(() => before.writeBody(samples.user), /reads users and makes none/);
  });
});

describe("a table of formats", () => {
  it("writes nothing that it does not read, and leads past what it writes only with a way back", () => {
    assert.throws(() => releases({ written: 2, steps: [] }), RangeError);
    assert.throws(() => releases({ written: -1, steps: [] }), RangeError);
    assert.throws(() => releases({ written: 1.5, steps: [oneWay(toLists)] }), RangeError);
    assert.throws(() => releases({ written: 1, steps: [oneWay(toLists)] }), TypeError);
    assert.throws(() => releases({ written: 1, steps: [toLists, oneWay(toLabels)] }), TypeError);
    assert.throws(() => releases({ written: 2, steps: [toLists, oneWay(toLabels)] }), TypeError);
  });
});

function tagsOf(entity: object): [string, string][] {
  const { tags } = entity as { tags: { key: string; value: string }[] };
  return tags.map(({ key, value }) => [key, value]);
}
