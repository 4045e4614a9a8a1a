import { existsSync, rmSync } from "node:fs";
import type { DataDirectory } from "./open-data-directory.ts";
import { errorCode, type FileProblem, writePrivateFile } from "./private-files.ts";
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

/** Takes away what was written for an account that was not made. */
export function removeRootCredentials(directory: DataDirectory): void {
  rmSync(directory.files.rootCredentials, { force: true });
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
