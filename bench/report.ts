import { arch, availableParallelism, cpus, platform, release, totalmem } from "node:os";
import type { ScenarioResult } from "./run-scenario.ts";

/** What the figures were measured on. */
export function describeMachine(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${first?.model.trim() ?? "unknown processor"}, ${availableParallelism()} threads, ${memory} GiB; ${platform()} ${release()} ${arch()}; Node ${process.version}`;
}

export function describeResult({ scenario, figures, verdicts, seconds }: ScenarioResult): string {
  const rows = figures.map(
    ({ name, unit, median, least, most }) =>
      `  ${name.padEnd(44)}${number(median).padStart(10)} ${unit.padEnd(6)} (${number(least)} to ${number(most)})`,
  );
  const bars = verdicts.map(({ bar, value, held }) => {
    const limit = "least" in bar ? `at least ${bar.least}` : `at most ${bar.most}`;
    const aim = bar.aim === undefined ? "" : `, aim ${bar.aim}`;
    return `  ${bar.name.padEnd(44)}${number(value).padStart(10)}        ${limit}${aim}: ${held ? "held" : "MISSED"}`;
  });
  return [`${scenario.title}  [${seconds.toFixed(0)} s]`, ...rows, ...bars, ""].join("\n");
}

function number(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString("en");
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
