import { randomBytes } from "node:crypto";
import type { Draw } from "@portcullis/services";

export interface RewindableDraw extends Draw {
  /** The next attempt draws the same values again. */
  rewind(): void;
}

/**
 * Random values of one request. What an attempt drew, its repetition draws again; INVARIANT: attempts of one request
 * draw the same lengths in the same order as far as they go, else fresh values are drawn from there on.
 */
export function newDraw(random: (length: number) => Uint8Array = randomBytes): RewindableDraw {
  const drawn: Uint8Array[] = [];
  let next = 0;
  return {
    bytes(length) {
      const kept = drawn[next];
      if (kept?.length === length) {
        next++;
        return kept;
      }
      drawn.length = next;
      const fresh = random(length);
      drawn.push(fresh);
      next++;
      return fresh;
    },
    rewind() {
      next = 0;
    },
  };
}
