import { globSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { FuzzTarget } from "./target.ts";

/** Every target: one a file of this folder, named after it. */
export async function loadTargets(): Promise<readonly (readonly [name: string, target: FuzzTarget])[]> {
  const files = globSync("*.fuzz.ts", { cwd: import.meta.dirname }).sort();
  return Promise.all(
    files.map(async (file) => {
      const { target } = (await import(resolve(import.meta.dirname, file))) as {
        readonly target: FuzzTarget;
      };
      return [basename(file, ".fuzz.ts"), target] as const;
    }),
  );
}
