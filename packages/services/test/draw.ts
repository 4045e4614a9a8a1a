import { createHash } from "node:crypto";
import type { Draw } from "@portcullis/services";

/** Values that look random and never repeat. */
export function drawOf(seed: number): Draw {
  let count = 0;
  return {
    bytes(length) {
      const blocks: Buffer[] = [];
      for (let made = 0; made < length; made += 32) {
        count++;
        blocks.push(createHash("sha256").update(`${seed} ${count}`).digest());
      }
      return Buffer.concat(blocks).subarray(0, length);
    },
  };
}
