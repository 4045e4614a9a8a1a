/**
 * Faults that a test gives to a driver. They act inside the driver, at the boundary of a transaction, and where
 * the engine can fail by itself (a database at its page limit, a read-only one) it really does.
 */
export const faultKinds = [
  "none",
  /** Ordinary writes find no space; urgent ones do, once the reserve is given up. */
  "full-disk",
  "read-only",
  /** The transaction is written, its fsync fails, and it is rolled back: the outcome is reported as unknown. */
  "failing-fsync",
  /** The transaction fails when half of it was written. */
  "fail-midway",
  /** Every commit of a change loses its first race and wins the second. */
  "lose-race",
  /** The transaction becomes durable and the outcome is reported as unknown. */
  "forget-outcome",
  /** Nothing answers, reads neither. */
  "unreachable",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** The two cells that the test's thread writes and the driver's thread reads. */
export type FaultCells = Int32Array<SharedArrayBuffer>;

export interface Faults {
  readonly cells: FaultCells;
  /** From now on, for the next `times` transactions (calls, for "unreachable"), or until `end`. */
  begin(kind: Exclude<FaultKind, "none">, times?: number): void;
  end(): void;
}

const forever = -1;

/** A fault injector, to be given to a driver when it is opened. At first there is no fault. */
export function createFaults(): Faults {
  const cells: FaultCells = new Int32Array(new SharedArrayBuffer(8));
  return {
    cells,
    begin(kind, times) {
      Atomics.store(cells, 1, times ?? forever);
      Atomics.store(cells, 0, faultKinds.indexOf(kind));
    },
    end() {
      Atomics.store(cells, 0, 0);
    },
  };
}

/** The fault that is on. */
export function faultNow(cells: FaultCells | undefined): FaultKind {
  if (cells === undefined || Atomics.load(cells, 0) === 0) return "none";
  return faultKinds[Atomics.load(cells, 0)] ?? "none";
}

/** A fault has acted: counts it, and ends it when that was the last time. */
export function faultActed(cells: FaultCells | undefined): void {
  if (cells === undefined) return;
  const times = Atomics.load(cells, 1);
  if (times === forever) return;
  Atomics.store(cells, 1, times - 1);
  if (times <= 1) Atomics.store(cells, 0, 0);
}

/** Tells which commits lose a race by the fault that is on: each once. `name` tells commits apart. */
export function racesLostBy(cells: FaultCells | undefined): (name: string) => boolean {
  const lost = new Set<string>();
  return (name) => {
    if (faultNow(cells) !== "lose-race") return false;
    if (lost.delete(name)) return false;
    lost.add(name);
    faultActed(cells);
    return true;
  };
}
