/** The reporter of a process of tests: tells its parent what node:test says, and prints nothing. */
import type { EventData } from "node:test";
import type { TestEvent as NodeEvent } from "node:test/reporters";
import { inspect } from "node:util";
import { lastOfFile, type TestEvent } from "./test-events.ts";

/** The names from the outermost suite to the test that ran, or was told of, last. The first is that of the file's suite. */
type Path = string[];

export default async function* report(events: AsyncIterable<NodeEvent>): AsyncGenerator<string> {
  // Node takes a reporter for what it yields.
  yield "";
  // A test is told of in the order of the file, which can be after others have run.
  const running: Path = [];
  const told: Path = [];
  /** How many tests and suites were told of in what is open at each depth. */
  const inside: number[] = [];
  let whole = false;
  for await (const event of events) {
    if (isLastOfFile(event) && event.type === "test:pass") whole = true;
    // It fails where a hook does that is run around every test of the file.
    if (isLastOfFile(event) && !hookFailed(event)) continue;
    switch (event.type) {
      case "test:dequeue":
        enter(running, event.data);
        send({ kind: "started", path: running.slice(1) });
        break;
      case "test:start":
        enter(told, event.data);
        break;
      case "test:pass":
      case "test:fail":
        if (event.type === "test:pass") passed(told, event.data, isEmpty(inside, event.data));
        else failed(told, event.data);
        count(inside, event.data);
        if (event.data.nesting > 0) break;
        if (event.type === "test:pass" && !whole) send({ ...failedFile, error: leftOut });
        whole = false;
        send({ kind: "told" });
        break;
      case "test:diagnostic":
        // An error that came after its test had ended: node:test only mentions it.
        if (event.data.message.startsWith("Error: ")) {
          send({ ...failedFile, error: event.data.message });
        }
    }
  }
}

/** A suite none of whose tests was left out by its name, and that has none all the same. */
function isEmpty(inside: readonly number[], { nesting, details }: EventData.TestPass): boolean {
  return details.type === "suite" && nesting > 0 && !byName && (inside[nesting + 1] ?? 0) === 0;
}

function count(inside: number[], { nesting }: EventData.TestPass | EventData.TestFail): void {
  inside.length = nesting + 1;
  inside[nesting] = (inside[nesting] ?? 0) + 1;
}

const byName = process.execArgv.some((flag) => flag.startsWith("--test-name-pattern"));
const failedFile = { kind: "ended", path: [], outcome: "failed", milliseconds: 0 } as const;
const leftOut = "tests were left out, because others are marked with `only`";

function isLastOfFile({ data }: NodeEvent): boolean {
  return data !== undefined && "name" in data && data.name === lastOfFile;
}

function hookFailed({ type, data }: NodeEvent): boolean {
  return type === "test:fail" && failureTypeOf(data) === "hookFailed";
}

function failureTypeOf({ details }: EventData.TestFail): string | undefined {
  return (details.error as Error & { failureType?: string }).failureType;
}

function send(event: TestEvent): void {
  process.send?.(event);
}

function enter(path: Path, { nesting, name }: { readonly nesting: number; readonly name: string }): void {
  path.splice(nesting, Number.POSITIVE_INFINITY, name);
}

function passed(told: Path, event: EventData.TestPass, empty: boolean): void {
  const skipped = event.skip !== undefined || event.todo !== undefined;
  if (empty && !skipped) {
    ended(told, event, "failed", "the suite has no test");
    return;
  }
  // Of what is in a suite that is skipped nothing is told.
  if (event.details.type === "suite" && event.skip === undefined) return;
  ended(told, event, skipped ? "skipped" : "passed");
}

function failed(told: Path, event: EventData.TestFail): void {
  if (event.todo !== undefined) {
    ended(told, event, "skipped");
    return;
  }
  const inside = failureTypeOf(event) === "subtestsFailed";
  if (inside && event.details.type === "suite") return;
  const { error } = event.details;
  ended(told, event, "failed", inside ? undefined : describe(error.cause ?? error));
}

function ended(
  told: Path,
  { nesting, name, details }: EventData.TestPass | EventData.TestFail,
  outcome: "passed" | "failed" | "skipped",
  error?: string,
): void {
  const path = nesting === 0 ? [] : [...told.slice(1, nesting), name];
  send({
    kind: "ended",
    path,
    outcome,
    milliseconds: details.duration_ms,
    ...(error === undefined ? {} : { error }),
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? inspect(error, { depth: 8 }) : String(error);
}
