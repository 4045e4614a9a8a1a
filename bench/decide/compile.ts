import { compile } from "@portcullis/policy";
import { median } from "./cpu.ts";
import { randomOf } from "./random.ts";
import { textOf } from "./workload.ts";
import { managedPolicy } from "./workloads.ts";

/**
 * Microseconds of CPU time for one managed policy of 6 KB, once warm: as it is without white space, as people write
 * it with indents, and beside both what parsing its JSON alone takes.
 */
export function microsecondsToCompile(rounds: number): {
  readonly compact: number;
  readonly indented: number;
  readonly parse: number;
} {
  const random = randomOf(5);
  const indented = random.times(200, (at) =>
    Buffer.from(textOf(managedPolicy(random, `policy-${at}`))).toString(),
  );
  const compact = indented.map((text) => JSON.stringify(JSON.parse(text)));
  const measure = (texts: readonly string[], make: (text: string) => unknown): number => {
    const before = process.cpuUsage();
    for (const text of texts) if (make(text) === undefined) throw new Error("nothing was made");
    const { user, system } = process.cpuUsage(before);
    return (user + system) / texts.length;
  };
  const compiled = (text: string) => compile("identity", [{ source: { name: "p" }, text }]);
  const figures = { compact: [] as number[], indented: [] as number[], parse: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    figures.compact.push(measure(compact, compiled));
    figures.indented.push(measure(indented, compiled));
    figures.parse.push(measure(compact, (text) => JSON.parse(text)));
  }
  const warm = (values: readonly number[]) => median(values.slice(rounds / 5));
  return { compact: warm(figures.compact), indented: warm(figures.indented), parse: warm(figures.parse) };
}
