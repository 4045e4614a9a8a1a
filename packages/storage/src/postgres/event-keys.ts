import { hash, randomBytes } from "node:crypto";
import type { ValueKind } from "../event-block.ts";

/**
 * What stands in the index for a value that events are looked up by: 64 bits, as PostgreSQL's bigint. An index entry
 * of it has one size and no character that a text could not hold. Two values of one hash do no harm: what is found is
 * compared with what was asked for.
 */
export function valueHash(kind: ValueKind, value: string): bigint {
  return hash("sha256", `${kind} ${value}`, "buffer").readBigInt64BE(0);
}

/** The random key of a block. It grows with the time of its events (RFC 9562, version 7), so its index does at its end. */
export function blockId(time: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Math.min(Math.max(Math.trunc(time), 0), 2 ** 48 - 1), 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString("hex");
}
