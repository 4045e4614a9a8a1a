import type { DataKeyRow } from "./data-key.ts";

/**
 * What a data key does at present. `coming`: it opens, so that every node knows it before one of them seals with it.
 * `sealing`: the one of its purpose that seals. `leaving`: active, but a newer one seals. `retired`: it only opens what
 * it sealed, and nothing that is sealed with it is kept any more.
 */
export type KeyLife = "coming" | "sealing" | "leaving" | "retired";

/** Of a row among all rows of its deployment. */
export function keyLife(
  row: Omit<DataKeyRow, "wrapped">,
  all: readonly Omit<DataKeyRow, "wrapped">[],
): KeyLife {
  if (!row.active) return row.retired === undefined ? "coming" : "retired";
  const newer = all.some(
    (other) => other.active && other.purpose === row.purpose && other.number > row.number,
  );
  return newer ? "leaving" : "sealing";
}
