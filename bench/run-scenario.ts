import { withScope } from "./rig/scope.ts";
import type { Bar, Measured, Scenario } from "./scenario.ts";

export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface Verdict {
  readonly bar: Bar;
  readonly value: number;
  readonly held: boolean;
}

export interface ScenarioResult {
  readonly scenario: Scenario;
  readonly figures: readonly Figure[];
  readonly verdicts: readonly Verdict[];
  readonly seconds: number;
}

/** Runs the arms in turn, warming rounds first, and compares. */
export async function runScenario(scenario: Scenario): Promise<ScenarioResult> {
  const began = performance.now();
  const { warming = 1 } = scenario;
  const rounds = await withScope(async (scope) => {
    const arms = await scenario.prepare(scope);
    const measured: Measured[] = [];
    for (let round = 0; round < warming + scenario.rounds; round += 1) {
      const of: Record<string, number> = {};
      // The order turns, so that no arm always comes after the same other.
      const turned = round % 2 === 0 ? arms : arms.toReversed();
      for (const arm of turned) Object.assign(of, await arm());
      measured.push(of);
    }
    return measured.slice(warming);
  });
  const figures = Object.entries(scenario.units).map(([name, unit]): Figure => {
    const values = rounds.map((round) => measureOf(round, name));
    return { name, unit, median: median(values), least: Math.min(...values), most: Math.max(...values) };
  });
  const verdicts = scenario.bars.map((bar) => judge(bar, rounds));
  return { scenario, figures, verdicts, seconds: (performance.now() - began) / 1000 };
}

function judge(bar: Bar, rounds: readonly Measured[]): Verdict {
  const value = median(
    rounds.map((round) =>
      "value" in bar ? measureOf(round, bar.value) : measureOf(round, bar.of) / measureOf(round, bar.to),
    ),
  );
  return { bar, value, held: "least" in bar ? value >= bar.least : value <= bar.most };
}

function measureOf(round: Measured, name: string): number {
  const value = round[name];
  if (value === undefined) throw new Error(`nothing measured "${name}"`);
  return value;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
