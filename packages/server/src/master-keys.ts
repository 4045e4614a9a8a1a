import {
  commandMasterKey,
  createMasterKeyFile,
  fileMasterKey,
  type MasterKey,
  type MasterKeys,
  severalMasterKeys,
} from "@portcullis/keys";
import type { DurableMode } from "./config/config.ts";
import type { FileProblem } from "./data-directory/private-files.ts";

/**
 * The master keys that a server was given. Programs go before files, so that a deployment moves from a file to a key
 * service by naming both. Only the first one is ever made, and only where it is a file.
 * @param mayMake whether nothing was ever kept, and nobody else can keep anything
 * @param remedy what is to be done about a file that is missing and not made
 */
export async function openMasterKeys(
  { masterKeyCommands, masterKeyFiles }: Pick<DurableMode, "masterKeyCommands" | "masterKeyFiles">,
  usualFile: string,
  mayMake: boolean,
  remedy?: string,
): Promise<MasterKeys | FileProblem> {
  const masterKeys: MasterKey[] = [];
  for (const path of masterKeyCommands) {
    const command = await commandMasterKey(path);
    if (!command.ok) return { problem: command.message };
    masterKeys.push(command.masterKey);
  }
  const files = masterKeyFiles.length + masterKeyCommands.length === 0 ? [usualFile] : masterKeyFiles;
  for (const path of files) {
    const masterKey = await masterKeyOf(path, mayMake && masterKeys.length === 0, remedy);
    if ("problem" in masterKey) return masterKey;
    masterKeys.push(masterKey);
  }
  const [wraps, ...others] = masterKeys;
  if (wraps === undefined) throw new Error("a lasting server has a master key");
  return severalMasterKeys(wraps, others);
}

/**
 * The master key of an installation. It is made only where nothing was ever kept and nobody else can keep anything: a
 * database without its key is refused, since a new one could open nothing, and several nodes must be given the same.
 */
export async function masterKeyOf(
  path: string,
  mayMake: boolean,
  remedy?: string,
): Promise<MasterKey | FileProblem> {
  const found = await fileMasterKey(path);
  if (found.ok) return found.masterKey;
  if (found.code !== "missing") return { problem: found.message };
  if (!mayMake) return { problem: withRemedy(found.message, remedy) };
  const made = await createMasterKeyFile(path);
  return made.ok ? made.masterKey : { problem: made.message };
}

function withRemedy(sentence: string, remedy: string | undefined): string {
  return remedy === undefined ? sentence : `${sentence.replace(/\.$/, "")}: ${remedy}.`;
}
