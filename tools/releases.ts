/** What releases left for the later ones to read, as `npm run keep-release` noted it. */
import manifest from "../package.json" with { type: "json" };
import kept from "./releases.json" with { type: "json" };

export interface Release {
  /** The newest format of each kind of entity that it reads. */
  readonly reads: { readonly [kind: string]: number };
  /** SHA-256 of each file that it left. */
  readonly files: { readonly [path: string]: string };
}

/** By name, the oldest first. A row and its files never change once the release is out. */
export const releases: { readonly [name: string]: Release } = kept;

/** The name of the release that the sources are: its first two numbers. */
export const thisRelease = manifest.version.split(".").slice(0, 2).join(".");

/** The folders of what releases leave. */
export const releaseFolders = ["packages/directory/test/fixtures/bodies", "conformance/fixtures"] as const;

/** What it means now, which may change, stands beside what never does. */
export function isExpectation(path: string): boolean {
  return path.endsWith(".entities.jsonl") || path.endsWith("/answers.jsonl");
}
