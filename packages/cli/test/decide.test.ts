import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { run } from "./run.ts";

const ann = "arn:aws:iam::123456789012:user/ann";

function makeCase(id: string, { action = "s3:GetObject", expected = "Allow" } = {}) {
  return {
    id,
    request: {
      principal: { type: "user", arn: ann, account: "123456789012" },
      action,
      resource: { arn: "arn:aws:s3:::b/x", account: "123456789012" },
      context: {},
    },
    policies: {
      identity: [
        {
          name: "reads",
          document: {
            Version: "2012-10-17",
            Statement: [
              { Sid: "Read", Effect: "Allow", Action: "s3:Get*", Resource: "*" },
              { Effect: "Deny", Action: "s3:GetObjectAcl", Resource: "*" },
            ],
          },
        },
      ],
    },
    expected,
  };
}

const lines = (...cases: readonly unknown[]) => `${cases.map((each) => JSON.stringify(each)).join("\n")}\n`;
const outputOf = (out: string) =>
  out
    .trimEnd()
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
const summaryOf = (out: string) => out.trimEnd().split("\n").at(-1);

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "portcullis-decide-"));
});
after(() => rmSync(folder, { recursive: true }));

test("each case is decided with the statement and the reason", async () => {
  const cases = lines(
    makeCase("reads"),
    makeCase("writes", { action: "s3:PutObject", expected: "ImplicitDeny" }),
    makeCase("acl", { action: "s3:GetObjectAcl", expected: "ExplicitDeny" }),
  );
  const { code, out, err } = await run(["decide", "--cases", "-"], cases);
  assert.deepEqual([code, err], [0, ""]);
  assert.deepEqual(outputOf(out), [
    {
      id: "reads",
      decision: "Allow",
      statements: [{ policy: "reads", index: 0, sid: "Read" }],
      reason: "",
    },
    {
      id: "writes",
      decision: "ImplicitDeny",
      statements: [],
      reason: "because no identity-based policy allows the s3:PutObject action",
    },
    {
      id: "acl",
      decision: "ExplicitDeny",
      statements: [{ policy: "reads", index: 1 }],
      reason: "with an explicit deny in an identity-based policy",
    },
  ]);
  assert.equal(summaryOf(out), "3 decided, 3 agree, 0 differ, 0 refused");
});

test("a case that differs says what it expected, and the command exits with 1", async () => {
  const { code, out } = await run(
    ["decide", "--cases", "-"],
    lines(makeCase("x", { expected: "ExplicitDeny" })),
  );
  assert.equal(code, 1);
  assert.equal(outputOf(out)[0].expected, "ExplicitDeny");
  assert.equal(summaryOf(out), "1 decided, 0 agree, 1 differ, 0 refused");
});

test("cases that expect nothing are decided without a verdict", async () => {
  const { expected: _, ...silent } = makeCase("x");
  const cases = lines(silent);
  const { code, out } = await run(["decide", "--cases", "-"], cases);
  assert.equal(code, 0);
  assert.equal(summaryOf(out), "1 decided, 0 refused");
});

test("a line that is no case is refused with its number, and the others are decided", async () => {
  const good = JSON.stringify(makeCase("good"));
  const bad = [
    "{",
    "",
    '{"id": "no request"}',
    JSON.stringify({ ...makeCase("layer"), policies: { firewall: [] } }),
    `${good}${good}`,
    '{"id":"a","id":"b"}',
  ];
  const { code, out } = await run(["decide", "--cases", "-"], [good, ...bad, good, ""].join("\n"));
  assert.equal(code, 1);
  const refused = outputOf(out).filter((each) => each.refused !== undefined);
  assert.deepEqual(
    refused.map(({ line }) => line),
    [2, 4, 5, 6, 7],
  );
  for (const { refused: reason } of refused) assert.ok(reason.length > 5);
  assert.equal(summaryOf(out), "2 decided, 2 agree, 0 differ, 5 refused");
});

test("a line that is not UTF-8 is refused, and the others are decided", async () => {
  const good = Buffer.from(lines(makeCase("good")));
  const bad = Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff]), Buffer.from('"}\n')]);
  const { code, out } = await run(["decide", "--cases", "-"], Buffer.concat([good, bad, good]));
  assert.equal(code, 1);
  assert.equal(summaryOf(out), "2 decided, 2 agree, 0 differ, 1 refused");
});

test("a file may hold one object, a list, or objects over several lines", async () => {
  const [a, b] = [makeCase("a"), makeCase("b")];
  const texts = {
    object: JSON.stringify(a, undefined, 2),
    compact: JSON.stringify(a),
    list: JSON.stringify([a, b], undefined, 2),
    "compact list": JSON.stringify([a, b]),
    objects: `${JSON.stringify(a, undefined, 2)}\n${JSON.stringify(b, undefined, 2)}`,
    "empty list": "[]",
    nothing: "",
  };
  const decided = {
    object: 1,
    compact: 1,
    list: 2,
    "compact list": 2,
    objects: 2,
    "empty list": 0,
    nothing: 0,
  };
  for (const [name, text] of Object.entries(texts)) {
    const path = join(folder, "cases.json");
    writeFileSync(path, text);
    const { code, out } = await run(["decide", "--cases", path]);
    assert.equal(code, 0, name);
    assert.ok(summaryOf(out)?.startsWith(`${decided[name as keyof typeof decided]} decided`), name);
  }
});

test("an element of a list that is wrong is refused with the line where it begins", async () => {
  const text = `[\n${JSON.stringify(makeCase("a"))},\n\n {"id": 7},\n{"id": "}]"\n},\n${JSON.stringify(makeCase("b"))}\n]`;
  const { code, out } = await run(["decide", "--cases", "-"], text);
  assert.equal(code, 1);
  const refused = outputOf(out).filter((each) => each.refused !== undefined);
  assert.deepEqual(
    refused.map(({ line }) => line),
    [4, 5],
  );
  assert.equal(summaryOf(out), "2 decided, 2 agree, 0 differ, 2 refused");
});

test("a list that is cut off, or followed by more, is no list", async () => {
  const element = JSON.stringify(makeCase("a"), undefined, 1);
  for (const text of [`[${element}`, `[${element}] x`, `[${element},]`]) {
    const { code, out } = await run(["decide", "--cases", "-"], text);
    assert.equal(code, 1);
    assert.equal(summaryOf(out), "1 decided, 1 agree, 0 differ, 1 refused");
  }
});

test("cases that cannot be read, and wrong options, exit with 2", async () => {
  for (const argv of [
    ["--cases", join(folder, "missing.jsonl")],
    ["--cases", folder],
    ["--cases"],
    [],
    ["x"],
    ["--case", "x"],
  ]) {
    const { code, out, err } = await run(["decide", ...argv]);
    assert.deepEqual([code, out], [2, ""], argv.join(" "));
    assert.match(err, /^portcullis decide: [^\n]+\.\n$/);
  }
});

test("cases that share policies are decided by the ten thousand in a second", async () => {
  const cases = lines(...Array.from({ length: 10_000 }, (_, number) => makeCase(`case-${number}`)));
  await run(["decide", "--cases", "-"], cases.slice(0, cases.length / 10));
  const before = process.cpuUsage();
  const { code, out } = await run(["decide", "--cases", "-"], cases);
  const { user, system } = process.cpuUsage(before);
  assert.equal(code, 0);
  assert.equal(summaryOf(out), "10000 decided, 10000 agree, 0 differ, 0 refused");
  assert.ok(user + system < 2_000_000, `${(user + system) / 1000} ms of CPU`);
});
