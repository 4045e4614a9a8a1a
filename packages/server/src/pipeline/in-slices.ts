import type { Slices } from "@portcullis/services";
import { inTurn } from "./turns.ts";

/** Milliseconds after which long work gives way. */
const SLICE = 5;

/**
 * Works of one account that may wait: each holds its request, a MiB at the most, and is not over when whoever asked for
 * it went away.
 */
const MOST_WAITING = 32;

type Begin = () => Promise<unknown>;

/** What waits, by account; the accounts in the order in which they are next. */
const waiting = new Map<string, Begin[]>();
let underWay = false;

/**
 * Long work, a slice in each of its turns, so that other calls go on meanwhile. Of all such work only one is under way
 * at a time, so that what each of them holds until it ends is not held many times over: of one account in the order they
 * came, and of the accounts that wait one each in turn, so that however much one of them asks for, another waits for two
 * works of it at most. `busy`, at once: too many of the account wait.
 */
export function inSlices<T>(account: string, work: Slices<T>): Promise<T> | "busy" {
  const own = waiting.get(account) ?? [];
  if (own.length >= MOST_WAITING) return "busy";
  waiting.set(account, own);
  return new Promise<T>((resolve, reject) => {
    own.push(() => toItsEnd(work).then(resolve, reject));
    next();
  });
}

function next(): void {
  const [first] = waiting;
  if (underWay || first === undefined) return;
  const [account, own] = first;
  const begin = own.shift();
  // Behind all others that wait.
  waiting.delete(account);
  if (own.length > 0) waiting.set(account, own);
  if (begin === undefined) throw new Error("an account waits for nothing");
  underWay = true;
  void begin().then(() => {
    underWay = false;
    next();
  });
}

function toItsEnd<T>(work: Slices<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const goOn = () => {
      const until = performance.now() + SLICE;
      try {
        do {
          const { done, value } = work.next();
          if (done === true) return resolve(value);
        } while (performance.now() < until);
      } catch (error) {
        return reject(error);
      }
      inTurn(goOn);
    };
    inTurn(goOn);
  });
}
