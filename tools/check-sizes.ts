import type { Finding, Tree } from "./tree.ts";

const longestFile = 350;

/** A file is one idea. One that is too long for a reader to hold has two. */
export function checkSizes(tree: Tree): Finding[] {
  return tree.paths
    .filter((path) => /\.(ts|tsx|js|cjs|mjs)$/.test(path) && !path.includes("/generated/"))
    .map((path) => ({ path, lines: tree.read(path).trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > longestFile)
    .map(({ path, lines }) => ({ path, message: `has ${lines} lines; the most is ${longestFile}` }));
}
