/** What the process of a test group tells its parent. */
export type TestEvent =
  | { readonly kind: "started"; readonly file: string; readonly path: readonly string[] }
  | {
      readonly kind: "ended";
      readonly file: string;
      /** The names of the suites around the test, then its own. */
      readonly path: readonly string[];
      readonly outcome: "passed" | "failed" | "skipped";
      readonly milliseconds: number;
      /** What a failed test has to say; nothing where a test inside it has said it already. */
      readonly error?: string;
    }
  | { readonly kind: "done" };
