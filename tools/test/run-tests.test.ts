import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { runTests } from "../run-tests.ts";
import type { TestResult } from "../taken-files.ts";
import { allPassed, describeFile, describeSlow, describeTotal } from "../test-report.ts";

const root = mkdtempSync(join(tmpdir(), "portcullis-"));
after(() => rmSync(root, { recursive: true }));

async function outcome(
  files: Readonly<Record<string, string>>,
  options: { readonly silence?: number; readonly name?: string } = {},
): Promise<{ total: string; good: boolean; report: string; results: readonly TestResult[] }> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  const reports: string[] = [];
  const ran = await runTests(
    [{ files: Object.keys(files) }],
    { root, silence: 25_000, processes: 1, ...options },
    (file) => reports.push(describeFile(file)),
  );
  const results = ran.flatMap((file) => file.results);
  return { total: describeTotal(results), good: allPassed(results), report: reports.join("\n"), results };
}

const preamble = `import { describe, test } from "node:test"; import assert from "node:assert/strict";\n`;

test("tests are counted, suites are not, and the report of a good run is one line", async () => {
  const { total, good, report } = await outcome({
    "good.test.mjs": `${preamble}
      test("one", () => {});
      describe("suite", () => { test("two", () => {}); });`,
  });
  assert.equal(total, "2 passed, 0 failed");
  assert.equal(good, true);
  assert.match(report, /^ok {4}good\.test\.mjs +2 passed, \d+\.\d s$/);
});

test("what is skipped is counted, a suite as one", async () => {
  const { total, good, report } = await outcome({
    "skips.test.mjs": `${preamble}
      test("one", () => {});
      test.skip("two", () => {});
      describe.skip("suite", () => { test("three", () => {}); test("four", () => {}); });`,
  });
  assert.equal(total, "1 passed, 0 failed, 2 skipped");
  assert.equal(good, true);
  assert.match(report, /^ok {4}skips\.test\.mjs +1 passed, 2 skipped, \d+\.\d s$/);
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

test("a suite without a test fails, unless it is skipped", async () => {
  const { total, report } = await outcome({
    "empty.test.mjs": `${preamble}test("one", () => {});
      describe("outer", () => {
        describe("full", () => { test("two", () => {}); });
        describe("empty", () => { for (const row of []) test(row, () => {}); });
        describe.skip("later", () => {});
      });`,
  });
  assert.equal(total, "2 passed, 1 failed, 1 skipped", report);
  assert.match(report, /outer > empty\n +the suite has no test/);
});

test("a hook that fails makes the run fail", async () => {
  const { good } = await outcome({
    "hook.test.mjs": `import { after, describe, test } from "node:test";
      describe("suite", () => { after(() => { throw new Error("in the hook"); }); test("one", () => {}); });`,
  });
  assert.equal(good, false);
});

test("what fails in a hook around every test of a file is shown, also where all of the tests have passed", async () => {
  const { total, report } = await outcome({
    "hook.test.mjs": `${preamble}import { afterEach } from "node:test";
      let run = 0; afterEach(() => { if (++run === 2) throw new Error("in the hook"); });
      test("one", () => {});`,
    "good.test.mjs": `${preamble}test("one", () => {});`,
  });
  assert.equal(total, "2 passed, 1 failed");
  assert.match(report, /^ +Error: in the hook$/m);
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

test("a test that never ends, or never lets go of the processor or of a handle, is stopped and fails", async () => {
  const waits = "return new Promise(() => setTimeout(() => {}, 20_000));";
  const lastStarted = /^ +stopped: .* too long; the last to start was "suite > holds"$/m;
  const rows = [
    { body: waits, told: lastStarted },
    { body: "setInterval(() => {}, 1000);", told: /something is open .*: holds\.test\.mjs$/m },
    // What has no turn of the loop left cannot tell that it started.
    { body: "for (;;);", told: /^ +stopped: nothing was heard from it for too long/m },
  ];
  for (const { body, told } of rows) {
    const { good, report } = await outcome(
      { "holds.test.mjs": `${preamble}describe("suite", () => { test("holds", () => { ${body} }); });` },
      { silence: 900 },
    );
    assert.equal(good, false);
    assert.match(report, /^FAIL {2}holds\.test\.mjs/);
    assert.match(report, told);
  }
});

test("of the names that are asked for only these run, and the hooks of a file that has none end what they began", async () => {
  const { total, report } = await outcome(
    {
      "has.test.mjs": `${preamble}describe("suite", () => { test("one", () => {}); test("two", () => {}); });`,
      "none.test.mjs": `${preamble}import { after, before } from "node:test";
        let timer; before(() => { timer = setInterval(() => {}, 1000); }); after(() => clearInterval(timer));
        test("two", () => {});`,
    },
    { name: "^one$" },
  );
  assert.equal(total, "1 passed, 0 failed", report);
});

test("what a failed test left open is not waited for", async () => {
  const { total, report } = await outcome({
    "leaves.test.mjs": `${preamble}test("one", () => { setInterval(() => {}, 1000); assert.fail(); });`,
  });
  assert.equal(total, "0 passed, 1 failed", report);
});

test("a file after one that ended its process is run by another", async () => {
  const { total } = await outcome({
    "exit.test.mjs": `${preamble}test("one", () => process.exit(0));`,
    "good.test.mjs": `${preamble}test("one", () => {});`,
  });
  assert.equal(total, "1 passed, 1 failed");
});

test("a file that leaves tests out for one that it marks fails, and the files after it are run", async () => {
  // Put together, because a check refuses the mark wherever it stands.
  for (const marked of ["test", "describe"].map((word) => `${word}.${"only"}`)) {
    const { total, report } = await outcome({
      "marks.test.mjs": `${preamble}test("one", () => {});
        describe("suite", () => { ${marked}("two", () => {}); test("three", () => {}); });`,
      "good.test.mjs": `${preamble}test("one", () => {});`,
    });
    assert.match(total, /^[12] passed, [12] failed$/);
    assert.match(report, /tests were left out, because others are marked/);
    assert.match(report, /^ok {4}good\.test\.mjs +1 passed/m);
  }
});

test("a file whose process ends early fails, also where one before it has, and no test of that one is named", async () => {
  const { results, report } = await outcome({
    "bad.test.mjs": `${preamble}test("bad", () => assert.fail());`,
    "good.test.mjs": `${preamble}test("good", () => {});`,
    "exit.test.mjs": `${preamble}test("one", () => {}); process.exit(0);`,
  });
  assert.deepEqual(
    results.map(({ file, outcome }) => [file, outcome]),
    [
      ["bad.test.mjs", "failed"],
      ["good.test.mjs", "passed"],
      ["exit.test.mjs", "failed"],
    ],
  );
  assert.match(report, /the process ended with 0; no test of this file/);
});

test("mocks that a file leaves are gone in the next one", async () => {
  const { total, report } = await outcome({
    "mocks.test.mjs": `${preamble}import { mock } from "node:test";
      test("one", () => { mock.timers.enable({ apis: ["Date", "setTimeout"] }); });`,
    "good.test.mjs": `${preamble}test("one", async () => {
      assert.notEqual(Date.now(), 0);
      await new Promise((resolve) => setTimeout(resolve, 1));
    });`,
  });
  assert.equal(total, "2 passed, 0 failed", report);
});

test("what a file asks for before and after its tests is done around them, not around those of other files", async () => {
  const { results, report } = await outcome({
    "first.test.mjs": `${preamble}import { after, before } from "node:test";
      before(() => { globalThis.open = true; }); after(() => { globalThis.open = false; });
      test("one", () => assert.equal(globalThis.open, true));`,
    "second.test.mjs": `${preamble}test("one", () => assert.equal(globalThis.open, false));`,
  });
  assert.deepEqual(
    results.map(({ file, path, outcome }) => [file, path, outcome]),
    [
      ["first.test.mjs", ["one"], "passed"],
      ["second.test.mjs", ["one"], "passed"],
    ],
    report,
  );
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
  const slow = describeSlow([{ file: "some.test.ts", results, milliseconds: 40, output: "" }]);
  assert.match(slow, /^ +37 ms {2}some\.test\.ts$/m);
});
