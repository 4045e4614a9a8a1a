export interface TestResult {
  /** Relative to the root. */
  readonly file: string;
  readonly path: readonly string[];
  readonly outcome: "passed" | "failed" | "skipped";
  readonly milliseconds: number;
  readonly error?: string;
}

export interface FileResult {
  readonly file: string;
  readonly results: readonly TestResult[];
  readonly milliseconds: number;
  /** What the tests printed. */
  readonly output: string;
}

type Told = Omit<TestResult, "file">;

/**
 * Takes files from those that wait, one after another, and hands over what is told of each while it is the current one.
 * @param name the names of tests that are asked for, where any are
 */
export function takeFiles(
  waiting: string[],
  { name }: { readonly name?: string },
  onResult: (result: FileResult) => void,
) {
  const taken: string[] = [];
  let failed = false;
  let results: TestResult[] = [];
  let output = "";
  let start = 0;
  const take = (): void => {
    taken.push(waiting.shift() ?? "");
    [results, output, start] = [[], "", performance.now()];
  };
  const current = () => taken.at(-1) ?? "";
  const add = ({ path, outcome, milliseconds, error }: Told): void => {
    failed ||= outcome === "failed";
    results.push({ file: current(), path, outcome, milliseconds, ...(error !== undefined && { error }) });
  };
  const finish = (): void => {
    // Where names are asked for, that no test has one says nothing.
    if (results.length === 0 && name === undefined) add(failure("the file has no test"));
    onResult({ file: current(), results, milliseconds: performance.now() - start, output });
  };
  take();
  return {
    taken: taken as readonly string[],
    current,
    add,
    print(text: string): void {
      output += text;
    },
    anyFailed: () => failed,
    currentFailed: () => results.some(({ outcome }) => outcome === "failed"),
    finish,
    /** Finishes the current file and takes the next one. Where none waits, the current one stays, and this gives false. */
    goOn(): boolean {
      if (waiting.length === 0) return false;
      finish();
      take();
      return true;
    },
  };
}

/** What goes wrong with a file and not with one of its tests. */
export function failure(error: string): Told {
  return { path: [], outcome: "failed", milliseconds: 0, error };
}
