import { setTimeout as wait } from "node:timers/promises";

/** Tries until it succeeds, for at most `within` milliseconds; then it fails as it failed last. */
export async function eventually<T>(attempt: () => Promise<T>, within = 10_000): Promise<T> {
  for (const deadline = Date.now() + within; ; await wait(20)) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
