import { isUtf8 } from "node:buffer";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

export interface PolicyFile {
  /** As given, or below the folder as given; `-` for standard input. */
  readonly path: string;
  readonly text: string;
}

/** Far more than any policy may have, in bytes. */
const LARGEST = 1_048_576;

/**
 * The policies at the paths, in the order of the paths, and in folders by name. What cannot be read is said, and so is a
 * folder without any, which hardly is the one that was meant.
 */
export async function* policyFiles(
  paths: readonly string[],
  input: () => AsyncIterable<Uint8Array>,
  complain: (sentence: string) => void,
): AsyncGenerator<PolicyFile> {
  const attempt: Attempt = (path, read) => {
    try {
      return read(path);
    } catch (error) {
      complain(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
      return undefined;
    }
  };
  for (const path of paths) {
    if (path === "-") {
      const text = textOf(await wholeOf(input()), "standard input", complain);
      if (text !== undefined) yield { path, text };
      continue;
    }
    const isFolder = attempt(path, (at) => statSync(at).isDirectory());
    if (isFolder === undefined) continue;
    let found = false;
    for (const file of isFolder ? jsonFilesIn(path, attempt).sort() : [path]) {
      const bytes = attempt(file, (at) => readFileSync(at));
      const text = bytes && textOf(bytes, file, complain);
      // A folder has other JSON as well. What speaks of statements is meant as a policy, however broken it is.
      if (text === undefined || (isFolder && !text.includes('"Statement"'))) continue;
      found = true;
      yield { path: file, text };
    }
    if (isFolder && !found) complain(`${path} holds no policy that could be read.`);
  }
}

/** Undefined where the path cannot be read, which is said. */
type Attempt = <T>(path: string, read: (path: string) => T) => T | undefined;

/** Links to files are followed; links to folders are not, so no circle is either. */
function jsonFilesIn(folder: string, attempt: Attempt): string[] {
  const entries = attempt(folder, (at) => readdirSync(at, { withFileTypes: true })) ?? [];
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : jsonFilesIn(path, attempt);
    if (!entry.name.endsWith(".json")) return [];
    const isFile = entry.isSymbolicLink() ? attempt(path, (at) => statSync(at).isFile()) : entry.isFile();
    return isFile === true ? [path] : [];
  });
}

function textOf(bytes: Buffer, path: string, complain: (sentence: string) => void): string | undefined {
  if (bytes.length > LARGEST) complain(`${path} is larger than any policy.`);
  else if (!isUtf8(bytes)) complain(`${path} is not UTF-8.`);
  else return bytes.toString("utf8");
  return undefined;
}

async function wholeOf(input: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of input) {
    length += chunk.length;
    // One byte more than may be is enough to say so.
    if (length <= LARGEST + 1) chunks.push(chunk);
    else return Buffer.alloc(LARGEST + 1);
  }
  return Buffer.concat(chunks);
}
