import { type Finding, lineAt, type Tree } from "./tree.ts";
import { filesAboutWords, forbiddenWords } from "./words.table.ts";

/** No hand-written file holds a word of the table where it must not stand. */
export function checkWords(tree: Tree): Finding[] {
  const findings: Finding[] = [];
  for (const path of tree.paths) {
    if (path.includes("/generated/") || filesAboutWords.includes(path)) continue;
    const words = forbiddenWords.filter((word) => word.where(path));
    if (words.length === 0) continue;
    const text = tree.read(path);
    for (const { pattern, why } of words) {
      for (const match of text.matchAll(pattern)) {
        findings.push({ path, line: lineAt(text, match.index), message: `"${match[0]}": ${why}` });
      }
    }
  }
  return findings;
}
