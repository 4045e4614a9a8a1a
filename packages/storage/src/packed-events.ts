import type { EventRow } from "./contract.ts";

/**
 * Rows travel to a worker, and stand in blocks, as flat lists of texts and numbers: cloning or writing an object for
 * each of thousands of events would cost more than everything else about them.
 */
export type Cell = string | number | null;

/** Events one after another, `packedEventWidth` cells each. */
export type PackedEvents = Cell[];
export const packedEventWidth = 12;

export function packEvents(events: readonly EventRow[]): PackedEvents {
  const packed: PackedEvents = [];
  for (const e of events) {
    packed.push(e.realm, e.writer, e.sequence, e.id, e.time, e.name, e.source, e.readOnly ? 1 : 0);
    packed.push(e.userName ?? null, e.accessKeyId ?? null);
    packed.push(e.resources.length === 0 ? "[]" : JSON.stringify(e.resources), e.record);
  }
  return packed;
}
