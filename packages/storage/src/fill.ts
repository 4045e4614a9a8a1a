import type { Deployment } from "./contract.ts";
import { type DumpCounts, type DumpPart, newDumpCounts } from "./dump.ts";

/** How a driver takes a dump in; each call is a transaction of its own. */
export interface Filling {
  begin(): Promise<void>;
  add(part: DumpPart): Promise<void>;
  end(deployment: Deployment, counts: DumpCounts): Promise<void>;
}

/** Fills a database part by part, the deployment last. */
export async function fillFrom(parts: AsyncIterable<DumpPart>, filling: Filling): Promise<void> {
  const counts = newDumpCounts();
  let deployment: Deployment | undefined;
  await filling.begin();
  for await (const part of parts) {
    counts[part.table] += part.rows.length;
    if (part.table === "deployment") deployment = part.rows[0];
    else await filling.add(part);
  }
  if (deployment === undefined) throw new TypeError("a dump without a deployment fills nothing");
  await filling.end(deployment, counts);
}
