import { compile } from "@portcullis/policy";
import { median } from "./cpu.ts";
import { randomOf } from "./random.ts";
import { textOf } from "./workload.ts";
import { managedPolicy } from "./workloads.ts";

/** Microseconds of CPU time for one managed policy of the largest size, once warm, beside parsing its JSON alone. */
export function microsecondsToCompile(rounds: number): { readonly compile: number; readonly parse: number } {
  const random = randomOf(5);
  const texts = random.times(200, (at) =>
    Buffer.from(textOf(managedPolicy(random, `policy-${at}`))).toString(),
  );
  const measure = (make: (text: string) => unknown): number => {
    const before = process.cpuUsage();
    for (const text of texts) if (make(text) === undefined) throw new Error("nothing was made");
    const { user, system } = process.cpuUsage(before);
    return (user + system) / texts.length;
  };
  const compiled: number[] = [];
  const parsed: number[] = [];
  for (let round = 0; round < rounds; round++) {
    compiled.push(measure((text) => compile("identity", [{ source: { name: "p" }, text }])));
    parsed.push(measure((text) => JSON.parse(text)));
  }
  const warm = (figures: readonly number[]) => median(figures.slice(rounds / 5));
  return { compile: warm(compiled), parse: warm(parsed) };
}
