import { randomBytes } from "node:crypto";
import { Worker } from "node:worker_threads";
import {
  hashText,
  type PasswordCost,
  type PasswordRecipe,
  passwordCost,
  recipeOf,
  SALT_LENGTH,
} from "./password-hash.ts";
import type { HashMade, HashOrder } from "./password-thread.ts";

export interface Hashing {
  /**
   * The hash of a password, as a text. Rejects where there is no memory for it.
   *
   * @param like under the salt and at the cost of this hash, so that the two can be compared; else under a new salt and
   * at the present cost
   */
  hash(password: string, like?: string): Promise<string>;
  /** Whether a hash cost no less than a new one does. */
  isStrong(text: string): boolean;
}

/** Whose password it is. */
export interface PasswordOwner {
  readonly account: string;
  /** Of a user: its unique id. */
  readonly principal: string;
}

export interface PasswordHasher {
  /**
   * Does what needs hashes of one owner's passwords, once it has a place. `busy`, at once: all places are taken, or
   * those of the account, or the owner has one already.
   */
  within<T extends object | undefined>(
    owner: PasswordOwner,
    work: (hashing: Hashing) => Promise<T>,
  ): Promise<T | "busy">;
  /** Ends the thread when nothing waits for it any more. */
  close(): void;
}

export interface HasherOptions {
  /** Of new hashes; less than usual in tests only. */
  readonly cost?: PasswordCost;
  readonly places?: Places;
}

export interface Places {
  readonly ofOneAccount: number;
  readonly inAll: number;
}

/**
 * Each place needs two hashes at most, some tenth of a second, so that whoever gets the last one waits for about three;
 * and one account leaves most of them to the others.
 */
const usual: Places = { ofOneAccount: 8, inAll: 32 };

/** Hashes passwords in a thread of its own, which starts with the first of them. */
export function passwordHasher({ cost = passwordCost, places = usual }: HasherOptions = {}): PasswordHasher {
  const taken = new Map<string, Set<string>>();
  let inAll = 0;
  let thread: HashThread | undefined;
  let closed = false;

  const hashing: Hashing = {
    async hash(password, like) {
      const recipe = like === undefined ? { ...cost, salt: randomBytes(SALT_LENGTH) } : recipeOf(like);
      if (thread === undefined || thread.lost()) thread = startThread();
      return hashText(recipe, await thread.hash(password, recipe));
    },
    isStrong(text) {
      const { memory, passes } = recipeOf(text);
      return memory >= cost.memory && passes >= cost.passes;
    },
  };

  function leave({ account, principal }: PasswordOwner): void {
    const own = taken.get(account);
    own?.delete(principal);
    if (own?.size === 0) taken.delete(account);
    inAll -= 1;
    if (closed && inAll === 0) thread?.end();
  }

  return {
    async within(owner, work) {
      const own = taken.get(owner.account) ?? new Set();
      if (inAll >= places.inAll || own.size >= places.ofOneAccount || own.has(owner.principal)) return "busy";
      taken.set(owner.account, own.add(owner.principal));
      inAll += 1;
      try {
        return await work(hashing);
      } finally {
        leave(owner);
      }
    },
    close() {
      closed = true;
      if (inAll === 0) thread?.end();
    },
  };
}

interface HashThread {
  hash(password: string, recipe: PasswordRecipe): Promise<Uint8Array>;
  lost(): boolean;
  end(): void;
}

interface Waiting {
  readonly resolve: (hash: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** The thread answers in the order in which it was asked. It keeps the process alive while it has something to do. */
function startThread(): HashThread {
  // The checkout runs TypeScript as it stands; a published package holds JavaScript.
  const entry = import.meta.url.endsWith(".ts") ? "./password-thread.ts" : "./password-thread.js";
  const worker = new Worker(new URL(entry, import.meta.url), { name: "passwords" });
  const waiting: Waiting[] = [];
  let lost = false;
  const lose = (): void => {
    lost = true;
    for (const { reject } of waiting.splice(0)) reject(new Error("the thread that hashes passwords is gone"));
  };
  worker.unref();
  worker.on("error", lose);
  worker.on("exit", lose);
  worker.on("message", (made: HashMade) => {
    const { resolve, reject } = waiting.shift()!;
    if (waiting.length === 0) worker.unref();
    if (made === undefined) reject(new Error("a password could not be hashed"));
    else resolve(made);
  });
  return {
    hash(password, { memory, passes, salt }) {
      const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
      if (waiting.push({ resolve, reject }) === 1) worker.ref();
      worker.postMessage({ password, memory, passes, salt } satisfies HashOrder);
      return promise;
    },
    lost: () => lost,
    end: () => void worker.terminate(),
  };
}
