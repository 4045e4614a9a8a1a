import type { Finding, Tree } from "./tree.ts";

const longestFile = 350;

/** Files that are one idea and may be longer. */
const longer: ReadonlyMap<string, number> = new Map([
  // The independent evaluator is worth most where it is read in one piece.
  ["packages/policy/test/oracle.ts", 400],
]);

/** A file is one idea. One that is too long for a reader to hold has two. */
export function checkSizes(tree: Tree): Finding[] {
  return tree.paths
    .filter((path) => /\.(ts|tsx|js|cjs|mjs)$/.test(path) && !path.includes("/generated/"))
    .map((path) => ({ path, lines: tree.read(path).trimEnd().split("\n").length }))
    .map((file) => ({ ...file, most: longer.get(file.path) ?? longestFile }))
    .filter(({ lines, most }) => lines > most)
    .map(({ path, lines, most }) => ({ path, message: `has ${lines} lines; the most is ${most}` }));
}
