/**
 * How often codes of one device may be tried, from wherever and through whatever operation. A code is one of a million,
 * three of which are right at any time: with an attempt an hour the chance of a guess is some 2.6% in a year, for
 * somebody who has the user's secret access key already. It never ends, so that nobody needs an administrator after it.
 */
export const guesses = {
  /** Wrong codes in a row before the first wait. */
  free: 5,
  /** Milliseconds until the next code is looked at after that many; every further wrong one doubles it. */
  firstWait: 30_000,
  longestWait: 3_600_000,
} as const;

/**
 * Steps of 30 seconds by which a device's clock may differ from ours. While it is in use a code counts one step before
 * and after its own; two codes in a row may show that its clock is wrong by more.
 */
export const drift = { inUse: 1, shownByTwo: 20 } as const;
