import { keyLife, type Purpose, purposes } from "@portcullis/keys";
import type { KeyRow } from "@portcullis/storage";
import type { KeyChange } from "./change-keys.ts";

/**
 * How far a rotation has come, as the rows alone tell. `announced`: new keys open and do not seal yet, so that every
 * node learns them first. `turned`: they seal, and a node that has not seen it may still seal with the old ones.
 * `resealing`: the old ones are retired, and what was sealed with the old key at rest is sealed anew. `settled`: only
 * keys are left whose values grow old.
 */
export type RotationStage = "settled" | "announced" | "turned" | "resealing";

export function stageOf(rows: readonly KeyRow[]): RotationStage {
  const lives = new Set(rows.map((row) => keyLife(row, rows)));
  if (lives.has("coming")) return "announced";
  if (lives.has("leaving")) return "turned";
  return rows.some((row) => isRetiredAtRest(row, rows)) ? "resealing" : "settled";
}

export interface KeyStep {
  readonly change: KeyChange;
  readonly rows: readonly KeyRow[];
  readonly concerned: readonly KeyRow[];
}

/**
 * The step that follows once every node knows of the last one; undefined: none does that only changes keys.
 * @param clock the database's
 */
export function stepAfter(rows: readonly KeyRow[], clock: number): KeyStep | undefined {
  switch (stageOf(rows)) {
    case "announced":
      return step("UseDataKeys", rows, "coming", { active: true });
    case "turned":
      return step("RetireDataKeys", rows, "leaving", { active: false, retired: clock });
    case "resealing":
    case "settled":
      return undefined;
  }
}

function step(
  change: KeyChange,
  rows: readonly KeyRow[],
  life: ReturnType<typeof keyLife>,
  becomes: Pick<KeyRow, "active"> & Partial<KeyRow>,
): KeyStep {
  const concerned = rows.filter((row) => keyLife(row, rows) === life);
  return {
    change,
    rows: rows.map((row) => (concerned.includes(row) ? { ...row, ...becomes } : row)),
    concerned,
  };
}

/** Which keys of rest are retired: needed for as long as something is sealed with them. */
export function isRetiredAtRest(row: KeyRow, rows: readonly KeyRow[]): boolean {
  return row.purpose === "at-rest" && keyLife(row, rows) === "retired";
}

/**
 * Milliseconds beyond its values' life that a retired key is kept: a node that is cut off from the database goes on
 * sealing sessions with the keys that it knows, for as long as it answers at all.
 */
const LATE = 24 * 60 * 60 * 1000;

/** Retired keys whose last values are past their life. Of what is kept at rest, and of purposes unknown here: none. */
export function overdue(rows: readonly KeyRow[], clock: number): readonly KeyRow[] {
  return rows.filter((row) => {
    const life = lifeOf(row.purpose);
    return (
      keyLife(row, rows) === "retired" &&
      row.retired !== undefined &&
      life !== undefined &&
      row.retired + life + LATE <= clock
    );
  });
}

function lifeOf(purpose: string): number | undefined {
  return Object.hasOwn(purposes, purpose) ? purposes[purpose as Purpose].milliseconds : undefined;
}
