/** A process of tests, forked by run-tests.ts: runs one file after another, as its parent names them. */
import { mock, suite, test } from "node:test";
import { pathToFileURL } from "node:url";
import { lastOfFile, type TestEvent, type TestTask } from "./test-events.ts";

process.on("disconnect", () => process.exit(1));

/** Asks for the next file; nothing where there is none. */
function nextFile(): Promise<string | undefined> {
  return new Promise((resolve) => {
    // The process ends when nothing is left to happen, so listening to the parent counts only while an answer is due.
    process.channel?.ref();
    process.once("message", ({ file }: TestTask) => {
      process.channel?.unref();
      resolve(file);
    });
    process.send?.({ kind: "ready" } satisfies TestEvent);
  });
}

// A name that hardly a pattern means: what matches a suite's name matches all of its tests.
const unnamed = " ";

for (let file = await nextFile(); file !== undefined; file = await nextFile()) {
  const url = pathToFileURL(file).href;
  // What a file asks to be done before and after is done around its own tests, since they are in a suite of their own.
  // Where one file marks a test as the only one, node:test would leave out every suite that begins later without the mark.
  await suite(unnamed, { only: true }, async () => {
    await import(url);
    test(lastOfFile, () => undefined);
  });
  // Where a test failed, what it made of the clock and of functions is still there.
  mock.reset();
}
