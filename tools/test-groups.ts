import { highestPureLayer, layers } from "./layers.table.ts";

/** Test files that run one after another in one process. */
export type TestGroup = { readonly name: string; readonly files: readonly string[] };

/**
 * Puts test files into as few processes as is safe. The pure packages share one, for nothing that they do outlives
 * a test; every other package has its own; those that start servers (conformance, examples, databases) are dealt out
 * to a few, for loading what they need costs as much as a short test; what takes longest has one a file and comes
 * first, so that the processes end together.
 */
export function groupTests(files: readonly string[]): TestGroup[] {
  const groups = new Map<string, string[]>();
  let dealt = 0;
  for (const file of files) {
    const name = groupOf(file) ?? `servers ${(dealt++ % serverProcesses) + 1}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [file]);
    else group.push(file);
  }
  return [...groups].map(([name, members]) => ({ name, files: members })).sort((a, b) => rank(a) - rank(b));
}

const pure = "pure packages";

/** The most processes that files which start servers are dealt out to. */
const serverProcesses = 8;

/** Nothing: one that is dealt out. */
function groupOf(file: string): string | undefined {
  const [top, second] = file.split("/");
  if (longest.includes(file)) return file;
  if (top === "tools") return "tools";
  if (file.startsWith("conformance/balanced/")) return "conformance/balanced";
  if (top !== "packages" || second === undefined || second === "storage") return undefined;
  return (layers[second] ?? Number.POSITIVE_INFINITY) <= highestPureLayer ? pure : `packages/${second}`;
}

/** Files that wait for other programs, or that try as much as fits a stated time: they take many times as long. */
const longest: readonly string[] = [
  "packages/policy/test/oracle-agreement.test.ts",
  "packages/storage/test/postgres-contract.test.ts",
  "conformance/readme.test.ts",
  "conformance/packaging.test.ts",
  "conformance/first-start.test.ts",
  "conformance/kill.test.ts",
];

function rank(group: TestGroup): number {
  const at = longest.indexOf(group.name);
  if (at !== -1) return at;
  if (group.name === "conformance/balanced") return longest.length;
  if (group.name.startsWith("servers ")) return longest.length + 1;
  return longest.length + (group.name === pure ? 2 : 3);
}
