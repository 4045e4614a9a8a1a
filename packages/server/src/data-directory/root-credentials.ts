import { existsSync, renameSync, rmSync } from "node:fs";
import { accountOfAccessKeyId } from "@portcullis/directory";
import type { DataDirectory } from "./open-data-directory.ts";
import {
  errorCode,
  type FileProblem,
  readPrivateFile,
  syncDirectory,
  writePrivateFile,
} from "./private-files.ts";
import { renderStartBlock, type StartBlock } from "./start-block.ts";

/** Root's key pair of an account that a first start makes, or asked for. */
export interface FirstRoot {
  readonly account: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * Keeps the root credentials of a first start in a file of mode 0600 that a shell can read (`. root-credentials`).
 * Written, and on disk, before the account is committed: never an account whose root secret nobody saw. Until it is
 * known that the account was made they have a name of their own, because the commit of a start that gave up may be kept
 * later. The next first start asks for the same account with the same key pair, so that these are the credentials
 * whichever start's commit is kept.
 */
export function writePendingCredentials(
  directory: DataDirectory,
  block: StartBlock,
): FileProblem | undefined {
  const path = directory.files.pendingCredentials;
  try {
    writePrivateFile(path, renderStartBlock(block));
    return undefined;
  } catch (error) {
    return { problem: `The root credentials cannot be kept in ${path} (${errorCode(error)}).` };
  }
}

/** What a first start wrote of which it is not known whether its account was made. */
export function readPendingCredentials(directory: DataDirectory): FirstRoot | undefined {
  const bytes = readPrivateFile(directory.files.pendingCredentials, "refused");
  if ("problem" in bytes) return undefined;
  const text = bytes.toString();
  const accessKeyId = /^export AWS_ACCESS_KEY_ID=(\w+)$/m.exec(text)?.[1];
  const secretAccessKey = /^export AWS_SECRET_ACCESS_KEY=([\w/+=]+)$/m.exec(text)?.[1];
  const account = accessKeyId && accountOfAccessKeyId(accessKeyId);
  return account && secretAccessKey ? { account, accessKeyId, secretAccessKey } : undefined;
}

/** Gives them their name where their account was made, and takes them away where another one was. */
export function settlePendingCredentials(directory: DataDirectory, made: boolean): FileProblem | undefined {
  const { pendingCredentials, rootCredentials } = directory.files;
  try {
    if (made) renameSync(pendingCredentials, rootCredentials);
    else rmSync(pendingCredentials, { force: true });
    syncDirectory(directory.path);
    return undefined;
  } catch (error) {
    return { problem: `The root credentials cannot be kept in ${rootCredentials} (${errorCode(error)}).` };
  }
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
