import type { FileResult, TestResult } from "./taken-files.ts";

/** One line for a file that passed; for one that did not, every failure and what its tests printed. */
export function describeFile({ file, results, milliseconds, output }: FileResult): string {
  const failures = results.filter(({ outcome }) => outcome === "failed");
  const head = `${failures.length === 0 ? "ok  " : "FAIL"}  ${file.padEnd(60)} ${count(results, "passed")} passed`;
  const skipped = count(results, "skipped");
  const lines = [
    `${head}${skipped === 0 ? "" : `, ${skipped} skipped`}, ${(milliseconds / 1000).toFixed(1)} s`,
  ];
  for (const failure of failures) {
    if (failure.error === undefined) continue;
    lines.push("", indent(`${[file, ...failure.path].join(" > ")}\n${failure.error}`));
  }
  if (failures.length > 0 && output.trim() !== "") lines.push("", indent(`printed:\n${output.trimEnd()}`));
  if (failures.length > 0) lines.push("");
  return lines.join("\n");
}

/** The last line of the test command, by which others read its outcome. */
export function describeTotal(results: readonly TestResult[]): string {
  const skipped = count(results, "skipped");
  const total = `${count(results, "passed")} passed, ${count(results, "failed")} failed`;
  return skipped === 0 ? total : `${total}, ${skipped} skipped`;
}

/** The files and the tests that took longest. */
export function describeSlow(ran: readonly FileResult[], most = 15): string {
  const results = ran.flatMap((file) => file.results);
  const files = new Map<string, number>();
  for (const { file, milliseconds } of outermost(results)) {
    files.set(file, (files.get(file) ?? 0) + milliseconds);
  }
  const byTime = (rows: readonly (readonly [string, number])[]): string[] =>
    [...rows]
      .sort((a, b) => b[1] - a[1])
      .slice(0, most)
      .map(([name, milliseconds]) => `${milliseconds.toFixed(0).padStart(7)} ms  ${name}`);
  return [
    "slowest files:",
    ...byTime([...files]),
    "slowest tests:",
    ...byTime(results.map(({ file, path, milliseconds }) => [[file, ...path].join(" > "), milliseconds])),
  ].join("\n");
}

/** Without those that are part of another test, in whose time theirs is. A suite, and the process itself, is no test. */
function outermost(results: readonly TestResult[]): readonly TestResult[] {
  const named = (file: string, path: readonly string[]): string => JSON.stringify([file, ...path]);
  const tests = new Set(results.map(({ file, path }) => named(file, path)));
  return results.filter(
    ({ file, path }) =>
      path.length > 0 && !path.some((_, end) => end > 0 && tests.has(named(file, path.slice(0, end)))),
  );
}

/** Whether every test passed and at least one ran. */
export function allPassed(results: readonly TestResult[]): boolean {
  return count(results, "failed") === 0 && count(results, "passed") > 0;
}

function count(results: readonly TestResult[], outcome: TestResult["outcome"]): number {
  return results.filter((result) => result.outcome === outcome).length;
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "      ");
}
