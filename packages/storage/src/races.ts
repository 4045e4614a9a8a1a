import { setTimeout as wait } from "node:timers/promises";

/** Races that a change may lose, however long they took. */
const mostLost = 10;

/**
 * Milliseconds for which a change may go on losing races. A node that has just won writes again at once, and one that
 * has lost must first read what moved: beside a busy node, ten races are soon lost.
 */
const patience = 1000;

/** Milliseconds at most between two such tries: at random times, so as not to keep step with who wins. */
const pause = 5;

/**
 * Counts the races that a change loses, and says after each whether it is attempted again.
 * @param claims how many races it may lose on top, because claims turn out to be taken one by one
 */
export function countRaces(claims = 0): { tryAgain(): Promise<boolean> } {
  const began = performance.now();
  let lost = 0;
  return {
    async tryAgain() {
      lost += 1;
      if (lost < mostLost + claims) return true;
      await wait(Math.random() * pause);
      return performance.now() < began + patience;
    },
  };
}
