import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { InputOf, Powers } from "@portcullis/services";
import { type EventQuery, type EventRow, matches, newestFirst } from "@portcullis/storage";
import { type Cloud, newCloud, Refused, start, type Who } from "./harness.ts";
import { allow, person } from "./people.ts";

const day = 24 * 3600 * 1000;

function row(sequence: number, more: Partial<EventRow> = {}): EventRow {
  return {
    realm: "account/123456789012",
    writer: "w",
    sequence,
    id: `00000000-0000-7000-8000-${String(sequence).padStart(12, "0")}`,
    time: start - sequence * 1000,
    name: "CreateUser",
    source: "iam.amazonaws.com",
    readOnly: false,
    userName: "Ann",
    accessKeyId: "AKIAY34FZKBOKMUTVV7A",
    resources: [{ type: "AWS::IAM::User", name: "Bea" }],
    record: `{"sequence":${sequence}}`,
    ...more,
  };
}

/** Events in memory, read as storage reads them. */
function readsOf(rows: readonly EventRow[]): Pick<Powers, "findEvents"> & { readonly asked: EventQuery[] } {
  const asked: EventQuery[] = [];
  return {
    asked,
    async findEvents(query) {
      asked.push(query);
      return rows
        .filter((each) => matches(query, each))
        .toSorted(newestFirst)
        .slice(0, query.limit);
    },
  };
}

const lookUp = (
  cloud: Cloud,
  reads: Pick<Powers, "findEvents">,
  input: InputOf<"cloudtrail:LookupEvents">,
  who: Who = cloud.root(),
) => cloud.prepared(who, "cloudtrail:LookupEvents", input, reads);

describe("LookupEvents", () => {
  it("gives the account's events, newest first, with the record beside its columns", async () => {
    const other = row(3, { realm: "account/210987654321" });
    const bare = row(1, { userName: undefined, accessKeyId: undefined, resources: [], readOnly: true });
    const { Events, NextToken } = await lookUp(newCloud(), readsOf([row(2), bare, other]), {});
    assert.equal(NextToken, undefined);
    assert.deepEqual(Events, [
      {
        EventId: bare.id,
        EventName: "CreateUser",
        ReadOnly: "true",
        EventTime: bare.time,
        EventSource: "iam.amazonaws.com",
        Resources: [],
        CloudTrailEvent: bare.record,
      },
      {
        EventId: row(2).id,
        EventName: "CreateUser",
        ReadOnly: "false",
        AccessKeyId: "AKIAY34FZKBOKMUTVV7A",
        EventTime: row(2).time,
        EventSource: "iam.amazonaws.com",
        Username: "Ann",
        Resources: [{ ResourceType: "AWS::IAM::User", ResourceName: "Bea" }],
        CloudTrailEvent: row(2).record,
      },
    ]);
  });

  it("finds by each attribute", async () => {
    const wanted = row(1, {
      name: "DeleteUser",
      source: "sts.amazonaws.com",
      readOnly: true,
      userName: "Zoe",
      accessKeyId: "AKIAZZZ",
      resources: [{ type: "AWS::IAM::Role", name: "Worker" }],
    });
    const reads = readsOf([row(2), wanted, row(3)]);
    for (const [AttributeKey, AttributeValue] of [
      ["EventId", wanted.id],
      ["EventName", "DeleteUser"],
      ["EventSource", "sts.amazonaws.com"],
      ["ReadOnly", "true"],
      ["Username", "Zoe"],
      ["AccessKeyId", "AKIAZZZ"],
      ["ResourceType", "AWS::IAM::Role"],
      ["ResourceName", "Worker"],
    ] as const) {
      const { Events } = await lookUp(newCloud(), reads, {
        LookupAttributes: [{ AttributeKey, AttributeValue }],
      });
      assert.deepEqual(
        Events?.map((event) => event.EventId),
        [wanted.id],
        AttributeKey,
      );
    }
  });

  it("looks back 90 days, or within the times that are given", async () => {
    const cloud = newCloud();
    const reads = readsOf([row(1), row(2, { time: start - 89 * day }), row(3, { time: start - 91 * day })]);
    const ids = async (input: InputOf<"cloudtrail:LookupEvents">) =>
      (await lookUp(cloud, reads, input)).Events?.map((event) => Number(event.EventId?.slice(-1)));
    assert.deepEqual(await ids({}), [1, 2]);
    assert.deepEqual(await ids({ StartTime: start - day }), [1]);
    assert.deepEqual(await ids({ EndTime: start - day }), [2]);
    assert.deepEqual(await ids({ StartTime: start - 89 * day, EndTime: start - 89 * day }), [2]);
  });

  it("finds an event by the time that it shows, as either bound or both", async () => {
    const reads = readsOf([row(1, { time: start - 10_001 }), row(2, { time: start - 9999 })]);
    const ids = async (input: InputOf<"cloudtrail:LookupEvents">) =>
      (await lookUp(newCloud(), reads, input)).Events?.map(({ EventId }) => Number(EventId?.slice(-2)));
    const [later, earlier] = (await lookUp(newCloud(), reads, {})).Events ?? [];
    assert.deepEqual(await ids({ StartTime: later?.EventTime, EndTime: later?.EventTime }), [2]);
    assert.deepEqual(await ids({ EndTime: earlier?.EventTime }), [1]);
    assert.deepEqual(await ids({ StartTime: (earlier?.EventTime ?? 0) + 999 }), [2, 1]);
    assert.deepEqual(await ids({ StartTime: (earlier?.EventTime ?? 0) + 1000 }), [2]);
  });

  it("gives nothing older than 90 days, nor of times where nothing can be", async () => {
    const reads = readsOf([row(1, { time: start - 91 * day })]);
    for (const input of [
      { StartTime: start - 200 * day },
      { StartTime: start - 200 * day, EndTime: start - 90.5 * day },
      { EndTime: start - 100 * day },
      { StartTime: start + day },
    ]) {
      assert.deepEqual((await lookUp(newCloud(), reads, input)).Events, []);
    }
  });

  it("goes through its pages to the last, 50 at a time unless asked otherwise", async () => {
    const cloud = newCloud();
    // Some share their time, so that a page may end among them.
    const rows = Array.from({ length: 120 }, (_, at) => row(at, { time: start - Math.floor(at / 7) * 1000 }));
    const reads = readsOf(rows);
    for (const input of [{}, { MaxResults: 7 }]) {
      const found: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await lookUp(cloud, reads, {
          ...input,
          ...(NextToken === undefined ? {} : { NextToken }),
        });
        assert.ok((page.Events?.length ?? 0) <= (input.MaxResults ?? 50));
        found.push(...(page.Events ?? []).map((event) => event.EventId ?? ""));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      assert.equal(found.length, 120);
      assert.equal(new Set(found).size, 120);
    }
  });

  it("attack: a page of the largest events is cut short, and the next ones hold the rest", async () => {
    const cloud = newCloud();
    const reads = readsOf(Array.from({ length: 60 }, (_, at) => row(at, { record: "x".repeat(64 << 10) })));
    const pages: number[] = [];
    let NextToken: string | undefined;
    do {
      const page = await lookUp(cloud, reads, NextToken === undefined ? {} : { NextToken });
      pages.push(page.Events?.length ?? 0);
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    assert.deepEqual(pages, [16, 16, 16, 12]);
  });

  it("refuses what it cannot look for, in CloudTrail's codes", async () => {
    const cloud = newCloud();
    const reads = readsOf([row(1), row(2)]);
    const code = (input: InputOf<"cloudtrail:LookupEvents">) =>
      lookUp(cloud, reads, input).then(
        () => "none",
        (error) => (error instanceof Refused ? error.code : error),
      );
    const name = { AttributeKey: "EventName", AttributeValue: "x" } as const;
    assert.equal(await code({ StartTime: start, EndTime: start - 1 }), "InvalidTimeRangeException");
    assert.equal(await code({ LookupAttributes: [name, name] }), "InvalidLookupAttributesException");
    assert.equal(await code({ EventCategory: "insight" }), "InvalidEventCategoryException");
    assert.equal(await code({ NextToken: "nonsense" }), "InvalidNextTokenException");
    const { NextToken = "" } = await lookUp(cloud, reads, { MaxResults: 1 });
    assert.equal(await code({ NextToken, LookupAttributes: [name] }), "InvalidNextTokenException");
    assert.equal(await code({ MaxResults: 51 }), "InvalidMaxResultsException");
  });

  it("gives nothing to whoever has no permission, and asks for this account's events only", async () => {
    const cloud = newCloud();
    const reads = readsOf([row(1)]);
    await assert.rejects(lookUp(cloud, reads, {}, person(cloud, "Ann")), { code: "AccessDenied" });
    await lookUp(cloud, reads, {}, person(cloud, "Bob", allow("cloudtrail:LookupEvents")));
    assert.ok(reads.asked.every((query) => query.realm === "account/123456789012"));
  });
});
