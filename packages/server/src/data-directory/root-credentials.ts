import { existsSync, rmSync } from "node:fs";
import { accountOfAccessKeyId } from "@portcullis/directory";
import type { DataDirectory } from "./open-data-directory.ts";
import { errorCode, type FileProblem, readPrivateFile, writePrivateFile } from "./private-files.ts";
import { renderStartBlock, type StartBlock } from "./start-block.ts";

/**
 * Keeps the root credentials of the first start in a file of mode 0600 that a shell can read (`. root-credentials`).
 * Written, and on disk, before the account is committed: a crash between the two leaves a file of no effect, which the
 * repeated first start replaces, and never an account whose root secret nobody saw.
 */
export function writeRootCredentials(directory: DataDirectory, block: StartBlock): FileProblem | undefined {
  const path = directory.files.rootCredentials;
  try {
    writePrivateFile(path, renderStartBlock(block));
    return undefined;
  } catch (error) {
    return { problem: `The root credentials cannot be kept in ${path} (${errorCode(error)}).` };
  }
}

/** What an earlier start wrote, for an account that may have been made all the same. */
export interface EarlierCredentials {
  readonly account: string;
  readonly text: string;
}

export function readEarlierCredentials(directory: DataDirectory): EarlierCredentials | undefined {
  const bytes = readPrivateFile(directory.files.rootCredentials, "refused");
  if ("problem" in bytes) return undefined;
  const text = bytes.toString();
  const id = /^export AWS_ACCESS_KEY_ID=(\w+)$/m.exec(text)?.[1];
  const account = id === undefined ? undefined : accountOfAccessKeyId(id);
  return account === undefined ? undefined : { account, text };
}

/** Takes away what was written for an account that was not made, and puts back what was there for one that was. */
export function takeBackRootCredentials(directory: DataDirectory, earlier?: EarlierCredentials): void {
  const path = directory.files.rootCredentials;
  if (earlier === undefined) rmSync(path, { force: true });
  else writePrivateFile(path, earlier.text);
}

/** What every start warns of; empty once the tour is done and neither is left. */
export function rootWarnings(
  directory: DataDirectory | undefined,
  rootAccessKeyExists: boolean,
): readonly string[] {
  const warnings: string[] = [];
  if (directory !== undefined && existsSync(directory.files.rootCredentials)) {
    warnings.push(
      `The root credentials are in ${directory.files.rootCredentials}: make an administrator and delete the file.`,
    );
  }
  if (directory !== undefined && rootAccessKeyExists) {
    warnings.push("The root user has an access key: make an administrator and delete the key.");
  }
  return warnings;
}
