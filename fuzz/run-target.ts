import { withScope } from "../bench/rig/scope.ts";
import { randomOf } from "./support/random.ts";
import type { FuzzTarget } from "./target.ts";

export interface FuzzResult {
  readonly inputs: number;
  readonly seconds: number;
  /** What did not hold, and the seed whose first input shows it again. */
  readonly failure: { readonly seed: number; readonly error: unknown } | undefined;
}

/** Tries inputs for so many seconds, or until one fails. Input n of a run is made from `seed` + n. */
export async function runTarget(target: FuzzTarget, seed: number, seconds: number): Promise<FuzzResult> {
  return withScope(async (scope) => {
    const fuzzer = await target.prepare(scope);
    const began = performance.now();
    const ends = began + seconds * 1000;
    let inputs = 0;
    let failure: FuzzResult["failure"];

    const wander = async (): Promise<void> => {
      while (failure === undefined && performance.now() < ends) {
        const own = seed + inputs;
        inputs += 1;
        try {
          const stepped = fuzzer.step(randomOf(own));
          if (stepped !== undefined) await stepped;
        } catch (error) {
          failure ??= { seed: own, error };
        }
      }
    };

    await Promise.all(Array.from({ length: fuzzer.width ?? 1 }, wander));
    try {
      await fuzzer.end?.();
    } catch (error) {
      failure ??= { seed, error };
    }
    return { inputs, seconds: (performance.now() - began) / 1000, failure };
  });
}
