import type { Scope } from "../bench/rig/scope.ts";
import type { Random } from "./support/random.ts";

/** One input after another, each made from its own randomness, so that a failing one can be made again. */
export interface Fuzzer {
  /** Tries one input. Throws where the property does not hold. */
  readonly step: (random: Random) => void | Promise<void>;
  /** What must hold of the whole run. */
  readonly end?: () => void | Promise<void>;
  /** How many inputs are under way at the same time; 1 where `step` is synchronous. */
  readonly width?: number;
}

/** One target, one small file. */
export interface FuzzTarget {
  readonly component: string;
  /** What must hold, as a sentence. */
  readonly property: string;
  /** How long `npm run fuzz` runs it unless told otherwise. */
  readonly seconds: number;
  readonly prepare: (scope: Scope) => Fuzzer | Promise<Fuzzer>;
}
