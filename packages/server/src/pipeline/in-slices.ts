import type { Slices } from "@portcullis/services";
import { inTurn } from "./turns.ts";

/** Milliseconds after which long work gives way. */
const SLICE = 5;

let last: Promise<unknown> = Promise.resolve();

/**
 * Long work, a slice in each of its turns, so that other calls go on meanwhile. Of all such work only one is under way
 * at a time, in the order they came: what each of them holds until it ends is not held many times over.
 */
export function inSlices<T>(work: Slices<T>): Promise<T> {
  const done = last.then(() => toItsEnd(work));
  last = done.catch(() => undefined);
  return done;
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
