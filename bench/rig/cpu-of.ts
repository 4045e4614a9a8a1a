import { readFileSync } from "node:fs";

/** Ticks a second of the clock in which Linux counts processor time: fixed for every program. */
const TICKS = 100;

/** Milliseconds of processor time that a process has taken, on all its threads. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}
