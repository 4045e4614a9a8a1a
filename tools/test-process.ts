/** The process of one test group: `node test-process.ts '{"files":[...]}'`, forked by run-tests.ts. */
import { type EventData, run } from "node:test";
import { inspect } from "node:util";
import type { TestEvent } from "./test-events.ts";

export type TestProcessOptions = {
  readonly files: readonly string[];
  readonly timeout: number;
  readonly name?: string;
};

const { files, timeout, name } = JSON.parse(process.argv[2] ?? "") as TestProcessOptions;
const send = (event: TestEvent): void => void process.send?.(event);
process.on("disconnect", () => process.exit(1));
// The run ends when nothing is left to happen, so listening to the parent must not count.
process.channel?.unref();

/** The names from the outermost suite to the test that started last. */
const path: string[] = [];

const stream = run({
  files: [...files],
  isolation: "none",
  timeout,
  ...(name === undefined ? {} : { testNamePatterns: [name] }),
});
stream.on("test:start", (event) => {
  path.splice(event.nesting, Number.POSITIVE_INFINITY, event.name);
  send({ kind: "started", file: event.file ?? "", path: [...path] });
});
stream.on("test:pass", (event) => {
  // node:test reports a file without tests as a test that has the file's name and passes.
  if (event.name === event.file) return report(event, "failed", "the file has no test");
  if (event.details.type === "suite") return;
  report(event, event.skip === undefined && event.todo === undefined ? "passed" : "skipped");
});
stream.on("test:fail", (event) => {
  if (event.todo !== undefined) return report(event, "skipped");
  const { failureType, cause } = event.details.error as Error & { failureType?: string };
  const inside = failureType === "subtestsFailed";
  if (inside && event.details.type === "suite") return;
  report(event, "failed", inside ? undefined : describe(cause ?? event.details.error));
});
stream.on("test:diagnostic", (event) => {
  // An error that came after its test had ended: node:test only mentions it.
  if (event.message.startsWith("Error: ")) {
    send({ kind: "ended", file: "", path: [], outcome: "failed", milliseconds: 0, error: event.message });
  }
});
stream.on("end", () => {
  process.removeAllListeners("disconnect");
  process.send?.({ kind: "done" } satisfies TestEvent, () => process.disconnect());
});
stream.resume();

function report(
  event: EventData.TestPass | EventData.TestFail,
  outcome: "passed" | "failed" | "skipped",
  error?: string,
): void {
  send({
    kind: "ended",
    file: event.file ?? "",
    path: [...path.slice(0, event.nesting), event.name],
    outcome,
    milliseconds: event.details.duration_ms,
    ...(error === undefined ? {} : { error }),
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? inspect(error, { depth: 8 }) : String(error);
}
