import type { Scope } from "./rig/scope.ts";

/** What one arm measured in one round, by name: a rate, a time or a size. */
export type Measured = Readonly<Record<string, number>>;

/** What is measured once a round. */
export type Arm = () => Promise<Measured>;

/** What must hold. Every bar is about medians over the rounds; a ratio is taken round by round. */
export type Bar = {
  readonly name: string;
  /** What is wished for beyond the bar. */
  readonly aim?: number;
} & ({ readonly least: number } | { readonly most: number }) &
  ({ readonly of: string; readonly to: string } | { readonly value: string });

/**
 * One scenario, one file. Its arms run in turn, round after round, so that whatever else the machine does falls on
 * the measured thing and on what it is compared with alike.
 */
export interface Scenario {
  readonly title: string;
  readonly rounds: number;
  /** Rounds before those that count, in which the code under test becomes as fast as it gets; 1 where left out. */
  readonly warming?: number;
  /** The unit of each measured name. */
  readonly units: Readonly<Record<string, string>>;
  /** Makes what is measured; `scope` undoes it at the end. */
  readonly prepare: (scope: Scope) => Promise<readonly Arm[]>;
  readonly bars: readonly Bar[];
}
