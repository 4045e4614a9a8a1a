import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { relative, resolve } from "node:path";
import type { TestEvent } from "./test-events.ts";
import type { TestGroup } from "./test-groups.ts";
import type { TestProcessOptions } from "./test-process.ts";

export type TestOptions = {
  readonly root: string;
  /** The longest that a test may take, in milliseconds. */
  readonly timeout: number;
  /** The longest that a process may be silent, in milliseconds; more than `timeout`. */
  readonly silence: number;
  /** How many processes run at once; by default one more than there are processors: on two, tests wait for a fifth of their time. */
  readonly processes?: number;
  /** Run only the tests whose name matches this regular expression. */
  readonly name?: string;
  /** Variables for the processes, beside this one's own. */
  readonly env?: Readonly<Record<string, string>>;
};

export type TestResult = {
  readonly file: string;
  readonly path: readonly string[];
  readonly outcome: "passed" | "failed" | "skipped";
  readonly milliseconds: number;
  readonly error?: string;
};

export type GroupResult = {
  readonly group: TestGroup;
  readonly results: readonly TestResult[];
  readonly milliseconds: number;
  /** What the tests printed. */
  readonly output: string;
};

/** Runs the groups side by side, and hands over each result as it comes. */
export async function runTests(
  groups: readonly TestGroup[],
  options: TestOptions,
  onResult: (result: GroupResult) => void,
): Promise<readonly GroupResult[]> {
  const waiting = [...groups];
  const done: GroupResult[] = [];
  const worker = async (): Promise<void> => {
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
      const result = await runGroup(group, options);
      done.push(result);
      onResult(result);
    }
  };
  await Promise.all(Array.from({ length: options.processes ?? availableParallelism() + 1 }, worker));
  return done;
}

function runGroup(group: TestGroup, options: TestOptions): Promise<GroupResult> {
  const start = performance.now();
  const results: TestResult[] = [];
  let output = "";
  let last = "no test had started";
  let ended = false;
  return new Promise((resolveGroup) => {
    const child = startProcess(group, options);
    // A test that never lets go of the processor, or a handle left open, would keep the process for ever.
    const stop = (): void => {
      results.push(failure(group.name, `stopped: nothing was heard from it for too long; ${last}`));
      child.kill("SIGKILL");
    };
    const silence = setTimeout(stop, options.silence);
    child.stdout?.on("data", (text) => (output += text));
    child.stderr?.on("data", (text) => (output += text));
    child.on("message", (event: TestEvent) => {
      silence.refresh();
      if (event.kind === "done") ended = true;
      else if (event.kind === "started") last = `the last to start was "${event.path.join(" > ")}"`;
      else
        results.push({ ...event, file: event.file === "" ? group.name : relative(options.root, event.file) });
    });
    child.on("close", (code, signal) => {
      clearTimeout(silence);
      const failed = results.some(({ outcome }) => outcome === "failed");
      if (!failed && (!ended || code !== 0)) {
        results.push(failure(group.name, `the process ended with ${signal ?? code}; ${last}`));
      }
      resolveGroup({ group, results, milliseconds: performance.now() - start, output });
    });
  });
}

function startProcess(group: TestGroup, options: TestOptions): ChildProcess {
  const task: TestProcessOptions = {
    files: group.files.map((file) => resolve(options.root, file)),
    timeout: options.timeout,
    ...(options.name === undefined ? {} : { name: options.name }),
  };
  return fork(resolve(import.meta.dirname, "test-process.ts"), [JSON.stringify(task)], {
    cwd: options.root,
    // As the server runs.
    execArgv: ["--disable-proto=delete", "--disable-sigusr1"],
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: resolve(options.root, "node_modules/.cache/tests"),
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
}

function failure(file: string, error: string): TestResult {
  return { file, path: [], outcome: "failed", milliseconds: 0, error };
}
