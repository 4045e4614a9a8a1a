/** Generated files: written, or compared with what is there. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

export interface OutputFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** The paths whose text on disk differs. */
export function differences(root: string, files: readonly OutputFile[]): string[] {
  return files.filter((file) => textOf(join(root, file.path)) !== file.text).map((file) => file.path);
}

/** Writes what differs and returns its paths. */
export function write(root: string, files: readonly OutputFile[]): string[] {
  const changed = differences(root, files);
  for (const { path, text } of files) {
    if (!changed.includes(path)) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return changed.map((path) => relative(root, join(root, path)));
}

/** JSON with one line for every entry of the tables on the first levels, so that a change shows as a line. */
export function tableText(value: Readonly<Record<string, unknown>>, depth = 1, indent = ""): string {
  const lines = Object.entries(value).map(([key, entry]) => {
    const text =
      depth > 0 && entry !== null && typeof entry === "object" && !Array.isArray(entry)
        ? tableText(entry as Readonly<Record<string, unknown>>, depth - 1, `${indent} `)
        : JSON.stringify(entry);
    return `${indent} ${JSON.stringify(key)}: ${text}`;
  });
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n${indent}}`;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
