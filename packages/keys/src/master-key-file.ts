import { randomBytes } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { type FileHandle, lstat, open, unlink } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { type MasterKey, masterKeyBytes } from "./master-key.ts";
import { longestMasterKeyText, masterKeyOfText, masterKeyText } from "./master-key-text.ts";

/** Why a master key file cannot be used: one sentence for the person who starts the server. */
export interface MasterKeyFileFailure {
  readonly ok: false;
  readonly code: "missing" | "unreadable" | "exposed" | "malformed" | "exists" | "unwritable";
  readonly message: string;
}

export type MasterKeyFile = { readonly ok: true; readonly masterKey: MasterKey } | MasterKeyFileFailure;

/**
 * The master key in a file: 64 hexadecimal digits and a newline, a regular file of ours with mode 0600 (or less), in
 * a folder of ours that nobody else can enter. Links are refused. What is checked is the opened file itself, so it
 * cannot be exchanged between the check and the reading.
 */
export async function fileMasterKey(path: string): Promise<MasterKeyFile> {
  const exposed = await folderFailure(path, missing(path));
  if (exposed !== undefined) return exposed;
  // Without O_NONBLOCK opening a pipe would wait for its writer.
  const file = await opened(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  if ("ok" in file) return file;
  try {
    const stats = await file.stat();
    if (!stats.isFile()) return failure("unreadable", `${path} is not a regular file.`);
    const problem = privacyFailure(path, stats);
    if (problem !== undefined) return problem;
    const content = Buffer.alloc(longestMasterKeyText + 1);
    const { bytesRead } = await file.read(content, 0, content.length, 0);
    const masterKey = masterKeyOfText(content.subarray(0, bytesRead));
    content.fill(0);
    if (masterKey !== undefined) return { ok: true, masterKey };
    return failure("malformed", `${path} does not hold a master key, which is 64 hexadecimal digits.`);
  } finally {
    await file.close();
  }
}

/**
 * Makes a master key and its file, mode 0600, on disk with its folder's entry when this resolves. Never replaces a
 * file: whatever was sealed under its key would be lost.
 */
export async function createMasterKeyFile(path: string): Promise<MasterKeyFile> {
  const exposed = await folderFailure(path, noFolder(path));
  if (exposed !== undefined) return exposed;
  const file = await opened(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL);
  if ("ok" in file) return file;
  try {
    // The umask may have taken more than is right, never less.
    await file.chmod(0o600);
    await file.writeFile(masterKeyText(randomBytes(masterKeyBytes)));
    await file.sync();
    await syncFolder(dirname(resolve(path)));
  } catch (error) {
    // Half a key would stand in the way of the next start.
    await unlink(path).catch(() => undefined);
    return failure("unwritable", `${path} cannot be written (${codeOf(error)}).`);
  } finally {
    await file.close();
  }
  return fileMasterKey(path);
}

async function opened(path: string, flags: number): Promise<FileHandle | MasterKeyFileFailure> {
  try {
    return await open(path, flags, 0o600);
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT") return missing(path);
    if (code === "EEXIST") return failure("exists", `${path} exists already and is not replaced.`);
    if (code === "ELOOP") return failure("unreadable", `${path} is a symbolic link, which is refused.`);
    if ((flags & constants.O_CREAT) !== 0) return failure("unwritable", `${path} cannot be made (${code}).`);
    return failure("unreadable", `${path} cannot be read (${code}).`);
  }
}

/** @param absent what it means that there is no folder */
async function folderFailure(
  path: string,
  absent: MasterKeyFileFailure,
): Promise<MasterKeyFileFailure | undefined> {
  const folder = dirname(resolve(path));
  try {
    const stats = await lstat(folder);
    if (stats.isDirectory()) return privacyFailure(folder, stats);
    return failure("unreadable", `${folder} is not a folder, or it is a symbolic link, which is refused.`);
  } catch (error) {
    const code = codeOf(error);
    return code === "ENOENT" ? absent : failure("unreadable", `${folder} cannot be looked at (${code}).`);
  }
}

function privacyFailure(path: string, stats: Stats): MasterKeyFileFailure | undefined {
  // Where the system knows no owners, nothing says that the file is ours alone.
  if (stats.uid !== process.geteuid?.()) return failure("exposed", `${path} belongs to another user.`);
  const others = stats.mode & 0o077;
  if (others === 0) return undefined;
  const mode = (stats.mode & 0o777).toString(8).padStart(4, "0");
  return failure("exposed", `${path} is open to others (mode ${mode}): take their permissions away.`);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function missing(path: string): MasterKeyFileFailure {
  return failure("missing", `There is no master key file ${path}.`);
}

function noFolder(path: string): MasterKeyFileFailure {
  const folder = dirname(resolve(path));
  return failure("missing", `The folder ${folder}, in which the master key is to be made, does not exist.`);
}

function failure(code: MasterKeyFileFailure["code"], message: string): MasterKeyFileFailure {
  return { ok: false, code, message };
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}
