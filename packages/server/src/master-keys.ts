import { commandMasterKey, type MasterKey, type MasterKeys, severalMasterKeys } from "@portcullis/keys";
import type { DurableMode } from "./config/config.ts";
import type { FileProblem } from "./data-directory/private-files.ts";
import { masterKeyOf } from "./open-installation.ts";

/**
 * The master keys that a server was given. Programs go before files, so that a deployment moves from a file to a key
 * service by naming both. Only the first one is ever made, and only where it is a file.
 * @param first whether nothing was ever kept
 */
export async function openMasterKeys(
  { masterKeyCommands, masterKeyFiles }: Pick<DurableMode, "masterKeyCommands" | "masterKeyFiles">,
  usualFile: string,
  first: boolean,
): Promise<MasterKeys | FileProblem> {
  const masterKeys: MasterKey[] = [];
  for (const path of masterKeyCommands) {
    const command = await commandMasterKey(path);
    if (!command.ok) return { problem: command.message };
    masterKeys.push(command.masterKey);
  }
  const files = masterKeyFiles.length + masterKeyCommands.length === 0 ? [usualFile] : masterKeyFiles;
  for (const path of files) {
    const masterKey = await masterKeyOf(path, first && masterKeys.length === 0);
    if ("problem" in masterKey) return masterKey;
    masterKeys.push(masterKey);
  }
  const [wraps, ...others] = masterKeys;
  if (wraps === undefined) throw new Error("a lasting server has a master key");
  return severalMasterKeys(wraps, others);
}
