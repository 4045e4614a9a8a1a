/** What a process of tests tells its parent. */
export type TestEvent =
  /** It waits for a file to run. */
  | { readonly kind: "ready" }
  /** All that there is to tell of a file was told, which can be before or after the process waits for the next one. */
  | { readonly kind: "told" }
  | { readonly kind: "started"; readonly path: readonly string[] }
  | {
      readonly kind: "ended";
      /** The names of the suites around the test, then its own; empty: the file itself. */
      readonly path: readonly string[];
      readonly outcome: "passed" | "failed" | "skipped";
      readonly milliseconds: number;
      /** What a failed test has to say; nothing where a test inside it has said it already. */
      readonly error?: string;
    };

/** The answer to a process that is ready. */
export interface TestTask {
  /** Absolute path; nothing: there is none left. */
  readonly file?: string;
}

/**
 * The name of a test that every file has beside its own, and that is run whatever names are asked for: of a file without
 * any test to run node:test tells nothing, and leaves open what its hooks opened.
 */
export const lastOfFile = "all that the file has was told";
