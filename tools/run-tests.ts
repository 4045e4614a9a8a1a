import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { type FileResult, failure, takeFiles } from "./taken-files.ts";
import { lastOfFile, type TestEvent, type TestTask } from "./test-events.ts";
import type { TestGroup } from "./test-groups.ts";

export type TestOptions = {
  readonly root: string;
  /** The longest that a process may be silent, and so the longest that a test may take, in milliseconds. */
  readonly silence: number;
  /** How many processes run at once; by default two more than there are processors: on two, a third of the time is waiting. */
  readonly processes?: number;
  /** Run only the tests whose name matches this regular expression. */
  readonly name?: string;
  /** Variables for the processes, beside this one's own. */
  readonly env?: Readonly<Record<string, string>>;
};

/** The files of a group that are still to be run, and how many processes take from them. */
type Queue = { readonly waiting: string[]; processes: number };

/**
 * Runs the files of the groups, and hands over the result of each as it comes. A process runs files of one group, one
 * after another; when nothing is left to begin, processes help where most is waiting.
 */
export async function runTests(
  groups: readonly TestGroup[],
  options: TestOptions,
  onResult: (result: FileResult) => void,
): Promise<readonly FileResult[]> {
  // Where names are asked for, node:test leaves out every suite that begins later, before it knows what is in it.
  const apart = options.name === undefined ? groups : groups.flatMap(({ files }) => files.map(aloneInGroup));
  const queues: readonly Queue[] = apart.map(({ files }) => ({ waiting: [...files], processes: 0 }));
  const done: FileResult[] = [];
  const worker = async (): Promise<void> => {
    for (let queue = next(queues); queue !== undefined; queue = next(queues)) {
      queue.processes++;
      await runProcess(queue.waiting, options, (result) => {
        done.push(result);
        onResult(result);
      });
      queue.processes--;
    }
  };
  await Promise.all(Array.from({ length: options.processes ?? availableParallelism() + 2 }, worker));
  return done;
}

function aloneInGroup(file: string): TestGroup {
  return { files: [file] };
}

/** The first that nobody takes from, else the longest. */
function next(queues: readonly Queue[]): Queue | undefined {
  const open = queues.filter(({ waiting }) => waiting.length > 0);
  const begun = open.toSorted((a, b) => b.waiting.length - a.waiting.length);
  return open.find(({ processes }) => processes === 0) ?? begun[0];
}

/** Resolves when a process that runs what is waiting has ended; its failure is one of the file that it ran last. */
function runProcess(
  waiting: string[],
  options: TestOptions,
  onResult: (result: FileResult) => void,
): Promise<void> {
  const files = takeFiles(waiting, options, onResult);
  let last = noTest;
  let begun = false;
  /** No file is left, so the process ends when nothing is open in it. */
  let over = false;
  /** Messages that must come before the process gets a file: that it is ready, and that all of the one before was told. */
  let due = 1;
  return new Promise((resolveProcess) => {
    const child = startProcess(options);
    // A test that never lets go of the processor, or a handle left open, would keep the process for ever.
    const silence = setTimeout(() => {
      const left = `no test is left, and something is open that one of these left: ${files.taken.join(", ")}`;
      files.add(failure(`stopped: nothing was heard from it for too long; ${over ? left : last}`));
      child.kill("SIGKILL");
    }, options.silence);
    const giveFile = (): void => {
      over = begun && !files.goOn();
      begun = true;
      due = 2;
      if (!over) last = noTest;
      child.send((over ? {} : { file: resolve(options.root, files.current()) }) satisfies TestTask);
      // What a failed test left open says nothing.
      if (over && files.anyFailed()) child.kill("SIGKILL");
    };
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", files.print);
    child.on("message", (event: TestEvent) => {
      silence.refresh();
      if (event.kind === "started") last = `the last to start was "${event.path.join(" > ")}"`;
      else if (event.kind === "ended") files.add(event);
      else if (--due === 0) giveFile();
    });
    child.on("close", (code, signal) => {
      clearTimeout(silence);
      if (over ? code !== 0 && !files.anyFailed() : !files.currentFailed()) {
        files.add(failure(`the process ended with ${signal ?? code}; ${last}`));
      }
      files.finish();
      resolveProcess();
    });
  });
}

const noTest = "no test of this file had told that it started";

function startProcess({ root, name, env }: TestOptions): ChildProcess {
  return fork(resolve(import.meta.dirname, "test-process.ts"), {
    cwd: root,
    execArgv: [
      // As the server runs.
      ...["--disable-proto=delete", "--disable-sigusr1"],
      `--test-reporter=${resolve(import.meta.dirname, "test-reporter.ts")}`,
      "--test-reporter-destination=stdout",
      ...(name === undefined ? [] : [name, lastOfFile].map((each) => `--test-name-pattern=${each}`)),
    ],
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: resolve(root, "node_modules/.cache/tests"),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
}
