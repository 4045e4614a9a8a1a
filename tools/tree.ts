import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The files of the project as a check sees them. Paths are relative to the root, with forward slashes. */
export type Tree = {
  readonly paths: readonly string[];
  /** The text of a file of `paths`. */
  readonly read: (path: string) => string;
};

/** What a check found wrong, in the words that the person who mends it reads. */
export type Finding = { readonly path: string; readonly line?: number; readonly message: string };

/** Every file that git knows or would add, so that a new file is checked before its first commit. */
export function treeOfCheckout(root: string): Tree {
  const list = (...args: string[]): string[] =>
    execFileSync("git", ["ls-files", "-z", ...args], { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 })
      .split("\0")
      .filter((path) => path !== "");
  const deleted = new Set(list("--deleted"));
  const paths = new Set(list("--cached", "--others", "--exclude-standard"));
  return {
    paths: [...paths].filter((path) => !deleted.has(path)).sort(),
    read: (path) => readFileSync(join(root, path), "utf8"),
  };
}

/** A tree of the given texts by path. */
export function treeOf(files: Readonly<Record<string, string>>): Tree {
  return {
    paths: Object.keys(files).sort(),
    read: (path) => {
      const text = files[path];
      if (text === undefined) throw new Error(`no such file: ${path}`);
      return text;
    },
  };
}

/** The number, from 1, of the line that holds `offset`. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

export function describe(finding: Finding): string {
  const place = finding.line === undefined ? finding.path : `${finding.path}:${finding.line}`;
  return `${place}: ${finding.message}`;
}
