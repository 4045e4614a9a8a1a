import { highestPureLayer, layers } from "./layers.table.ts";

/** Test files that run one after another in one process. */
export type TestGroup = { readonly name: string; readonly files: readonly string[] };

/**
 * Puts test files into as few processes as is safe. The pure packages share one, for nothing that they do outlives
 * a test; every other package has its own; whoever starts servers (conformance, examples, databases) has one a file,
 * and so has what takes longest, which comes first, so that the processes end together.
 */
export function groupTests(files: readonly string[]): TestGroup[] {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const name = groupOf(file);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [file]);
    else group.push(file);
  }
  return [...groups].map(([name, members]) => ({ name, files: members })).sort((a, b) => rank(a) - rank(b));
}

const pure = "pure packages";

function groupOf(file: string): string {
  const [top, second] = file.split("/");
  if (top === "tools") return "tools";
  if (file.startsWith("conformance/balanced/")) return "conformance/balanced";
  if (top !== "packages" || second === undefined || startsServers(second) || longest.includes(file))
    return file;
  return (layers[second] ?? Number.POSITIVE_INFINITY) <= highestPureLayer ? pure : `packages/${second}`;
}

/** Its files start databases and threads that stay until their process ends, and slow down whoever shares it. */
const startsServers = (folder: string): boolean => folder === "storage";

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
  if (group.name.endsWith(".ts")) return longest.length;
  return longest.length + (group.name === pure ? 1 : 2);
}
