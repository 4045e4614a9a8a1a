import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createMetrics } from "../src/operate/metrics.ts";
import type { Observed } from "../src/operate/observed-metrics.ts";

test("the page of metrics lists each with its type, labels and help, in order, and no other", () => {
  const all = createMetrics([], "1");
  const none = () => 0;
  all.observe({
    ...{ spoolEvents: none, realmsInMemory: none, realmBytes: none, stateAge: none, journalBytes: none },
    ...{ freshness: () => "fresh", clockDifference: none, openConnections: none, ready: () => true },
  } satisfies Required<Observed>);
  const page = readFileSync(join(import.meta.dirname, "../../../docs/metrics.md"), "utf8");
  const made = all.registry.getMetricsAsArray() as unknown as readonly Made[];
  assert.deepEqual(
    page.split("\n").filter((line) => line.startsWith("| `portcullis_")),
    made
      .filter(({ name }) => name.startsWith("portcullis_"))
      .map(({ name, type, labelNames, help }) => {
        const labels = labelNames.map((label) => ` \`${label}\``).join(",");
        return `| \`${name}\` | ${type} |${labels} | ${help} |`;
      }),
  );
});

/** What the library knows of a metric, and does not say that it does. */
interface Made {
  readonly name: string;
  readonly type: string;
  readonly labelNames: readonly string[];
  readonly help: string;
}
