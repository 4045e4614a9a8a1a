import { argon2Sync } from "node:crypto";
import { constants, setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { HASH_LENGTH, type PasswordRecipe } from "./password-hash.ts";

/** What the thread is asked for. */
export interface HashOrder extends PasswordRecipe {
  readonly password: string;
}

/** undefined: it could not be made, for want of memory. */
export type HashMade = Uint8Array | undefined;

/**
 * The thread that hashes passwords, one at a time in the order in which they come. Where the processors are busy it
 * gets what the others leave, so that whoever sets many passwords keeps no other call waiting. On Linux a priority is a
 * thread's own; elsewhere it would be the whole server's.
 */
const port = parentPort!;
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

port.on("message", ({ password, salt, memory, passes }: HashOrder) => {
  let made: HashMade;
  try {
    made = argon2Sync("argon2id", {
      message: password,
      nonce: salt,
      parallelism: 1,
      tagLength: HASH_LENGTH,
      memory,
      passes,
    });
  } catch {
    made = undefined;
  }
  port.postMessage(made);
});
