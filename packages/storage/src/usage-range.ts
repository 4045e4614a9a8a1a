import type { UsageSelection } from "./contract.ts";

/** After every id that begins with the text before it and goes on in ASCII, in the order of bytes. */
const BEYOND = "\u007f";

/** The ids of a selection, from the first and before the last. */
export function usageRange({ startingWith = "" }: UsageSelection): {
  readonly from: string;
  readonly before: string;
} {
  return { from: startingWith, before: startingWith + BEYOND };
}
