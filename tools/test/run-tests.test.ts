import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { runTests, type TestResult } from "../run-tests.ts";
import { allPassed, describeGroup, describeSlow, describeTotal } from "../test-report.ts";

const root = mkdtempSync(join(tmpdir(), "portcullis-"));
after(() => rmSync(root, { recursive: true }));

async function outcome(
  files: Readonly<Record<string, string>>,
  { timeout, silence } = { timeout: 20_000, silence: 25_000 },
): Promise<{ total: string; good: boolean; report: string; results: readonly TestResult[] }> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  const reports: string[] = [];
  const groups = await runTests(
    [{ name: "group", files: Object.keys(files) }],
    { root, timeout, silence },
    (group) => reports.push(describeGroup(group)),
  );
  const results = groups.flatMap((group) => group.results);
  return { total: describeTotal(results), good: allPassed(results), report: reports.join("\n"), results };
}

const preamble = `import { describe, test } from "node:test"; import assert from "node:assert/strict";\n`;

test("tests are counted, suites are not, and the report of a good run is one line", async () => {
  const { total, good, report } = await outcome({
    "good.test.mjs": `${preamble}
      test("one", () => {});
      describe("suite", () => { test("two", () => {}); test.skip("three", () => {}); });`,
  });
  assert.equal(total, "2 passed, 0 failed, 1 skipped");
  assert.equal(good, true);
  assert.match(report, /^ok {4}group +2 passed, \d+\.\d s$/);
});

test("a failure is shown with where it is and what differs", async () => {
  const { total, good, report } = await outcome({
    "bad.test.mjs": `${preamble}
      console.log("a word on the way");
      describe("suite", () => { test("differs", () => assert.deepEqual({ a: 1 }, { a: 2 })); });
      test("one", () => {});`,
  });
  assert.equal(total, "1 passed, 1 failed");
  assert.equal(good, false);
  assert.match(report, /bad\.test\.mjs > suite > differs/);
  assert.match(report, /\+ {3}a: 1/);
  assert.match(report, /a word on the way/);
});

test("a file that cannot be loaded fails", async () => {
  const { total, report } = await outcome({ "broken.test.mjs": `throw new Error("cannot load");` });
  assert.equal(total, "0 passed, 1 failed");
  assert.match(report, /cannot load/);
});

test("a file without a test fails", async () => {
  const { total, report } = await outcome({ "empty.test.mjs": "export {};" });
  assert.equal(total, "0 passed, 1 failed");
  assert.match(report, /the file has no test/);
});

test("a hook that fails makes the run fail", async () => {
  const { good } = await outcome({
    "hook.test.mjs": `import { after, describe, test } from "node:test";
      describe("suite", () => { after(() => { throw new Error("in the hook"); }); test("one", () => {}); });`,
  });
  assert.equal(good, false);
});

test("an error that comes after its test makes the run fail", async () => {
  const { good, report } = await outcome({
    "late.test.mjs": `${preamble}test("one", () => { setTimeout(() => { throw new Error("late"); }, 10); });`,
  });
  assert.equal(good, false);
  assert.match(report, /asynchronous activity after the test ended/);
});

test("a process that ends itself early fails", async () => {
  const { good, report } = await outcome({
    "exit.test.mjs": `${preamble}test("one", () => process.exit(0));`,
  });
  assert.equal(good, false);
  assert.match(report, /the process ended with 0/);
});

test("a test that never ends fails", async () => {
  const { good, report } = await outcome(
    {
      "waits.test.mjs": `${preamble}test("waits", async () => { for await (const _ of process.stdin); await new Promise(() => setTimeout(() => {}, 900)); });`,
    },
    { timeout: 100, silence: 20_000 },
  );
  assert.equal(good, false);
  assert.match(report, /waits\.test\.mjs > waits\n +.*timed out after 100ms/);
});

test("a process that never lets go of the processor, or of a handle, is stopped and fails", async () => {
  for (const body of ["for (;;);", "setInterval(() => {}, 1000);"]) {
    const { good, report } = await outcome(
      { "holds.test.mjs": `${preamble}test("holds", () => { ${body} });` },
      { timeout: 100, silence: 700 },
    );
    assert.equal(good, false);
    assert.match(report, /nothing was heard from it for too long/);
  }
});

test("no test at all is a failure", () => {
  assert.equal(allPassed([]), false);
});

test("of a file that is slow every test counts, in a suite or not, and once", () => {
  const result = (path: readonly string[], milliseconds: number): TestResult => ({
    file: "some.test.ts",
    path,
    milliseconds,
    outcome: "passed",
  });
  const results = [
    result(["alone"], 10),
    result(["suite", "one"], 20),
    result(["outer"], 7),
    result(["outer", "inner"], 5),
  ];
  const group = { name: "group", files: ["some.test.ts"] };
  const slow = describeSlow([{ group, results, milliseconds: 40, output: "" }]);
  assert.match(slow, /^ +37 ms {2}some\.test\.ts$/m);
});
