import { highestPureLayer, layers } from "./layers.table.ts";

/** Test files that may run one after another in one process. */
export type TestGroup = { readonly files: readonly string[] };

/**
 * Puts test files into as few groups as is safe, since a process of each loads what they need once, and that costs as
 * much as a short test. The pure packages share one, for nothing that they do outlives a test; so do those that start
 * servers (conformance, examples, databases); every other package has its own. What takes longest comes first, so that
 * the processes end together; then what waits for a database, while others use the processor.
 */
export function groupTests(files: readonly string[]): TestGroup[] {
  const groups = new Map<string, string[]>();
  for (const file of files.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    const name = groupOf(file);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [file]);
    else group.push(file);
  }
  const first = [servers, balanced].filter((name) => groups.has(name));
  const names = new Set([...first, ...groups.keys()]);
  return [...names].map((name) => ({ files: groups.get(name) ?? [] }));
}

const pure = "pure packages";
const servers = "servers";
/** Two nodes behind a load balancer in the place of a server: that is so for all that a process runs. */
const balanced = "balanced servers";

function groupOf(file: string): string {
  const [top, second] = file.split("/");
  if (top === "tools") return "tools";
  if (file.startsWith("conformance/balanced/")) return balanced;
  if (top !== "packages" || second === undefined || second === "storage") return servers;
  return (layers[second] ?? Number.POSITIVE_INFINITY) <= highestPureLayer ? pure : `packages/${second}`;
}

/** Files that wait for other programs, or that try as much as fits a stated time: they take many times as long. */
const longest: readonly string[] = [
  "packages/policy/test/oracle-agreement.test.ts",
  "conformance/readme.test.ts",
  "conformance/packaging.test.ts",
  "conformance/first-start.test.ts",
  "conformance/kill.test.ts",
  "conformance/balanced/concurrent-changes.test.ts",
  "conformance/kill-nodes.test.ts",
  "conformance/readme-nodes.test.ts",
  "conformance/nodes-failures.test.ts",
  "conformance/rekey.test.ts",
];

function rankOf(file: string): number {
  const at = longest.indexOf(file);
  if (at !== -1) return at;
  return file.startsWith("packages/") ? longest.length : longest.length + 1;
}
