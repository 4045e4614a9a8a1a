import type { Diagnostic, PolicyType, Severity } from "@portcullis/policy";

/** A file that was checked. */
export interface CheckedFile {
  readonly path: string;
  readonly text: string;
  readonly type: PolicyType;
  /** The type was not given. */
  readonly guessed: boolean;
  readonly findings: readonly Diagnostic[];
}

export type Render = (files: readonly CheckedFile[], version: string) => string;

export const severities: readonly Severity[] = ["error", "security-warning", "warning", "suggestion"];

/** How many findings of each severity. */
export function countsOf(files: readonly CheckedFile[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, "security-warning": 0, warning: 0, suggestion: 0 };
  for (const { findings } of files) for (const { severity } of findings) counts[severity]++;
  return counts;
}
