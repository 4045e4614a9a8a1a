import { type PolicyType, policyTypes, type Severity } from "@portcullis/policy";
import { readArguments } from "../arguments.ts";

export type Format = "text" | "json" | "sarif";

export interface CheckOptions {
  readonly paths: readonly string[];
  /** Undefined: guessed for each file. */
  readonly type: PolicyType | undefined;
  readonly format: Format;
  readonly failOn: Severity;
  readonly catalogs: readonly string[];
  readonly partition: string | undefined;
  readonly regions: readonly string[];
}

const formats: readonly string[] = ["text", "json", "sarif"] satisfies Format[];
const severities: readonly string[] = [
  "error",
  "security-warning",
  "warning",
  "suggestion",
] satisfies Severity[];

export const help = `Usage: portcullis check [options] PATH...

Checks policies as IAM does when they are saved, and as IAM Access Analyzer's policy validation does. A path is a
file, a folder (every *.json in it that has a Statement) or - for standard input. Neither server nor network.

Options:
  --type TYPE
      ${policyTypes.join(", ")}
      default: guessed from each document and its path, and said so
  --format FORMAT
      ${formats.join(", ")}; default: text
  --fail-on SEVERITY
      ${severities.join(", ")}; default: error
  --catalog FILE
      services of your own, in the format of AWS's service reference; may be given more than once
  --region NAME
      a region of your own beside AWS's; may be given more than once
  --partition NAME
      the partition of your own ARNs

Exits with 0, with 1 if a finding is at least as severe as --fail-on says, with 2 if something cannot be read or
a folder holds no policy.
`;

/** Reads the arguments of `portcullis check`; a problem is one sentence and repeats no value. */
export function readCheckOptions(argv: readonly string[]): CheckOptions | { readonly problem: string } {
  const read = readArguments(argv, {
    type: { type: "string" },
    format: { type: "string" },
    "fail-on": { type: "string" },
    catalog: { type: "string", multiple: true },
    region: { type: "string", multiple: true },
    partition: { type: "string" },
  });
  if ("problem" in read) return read;
  const { type, format = "text", "fail-on": failOn = "error", partition } = read.values;
  if (read.positionals.length === 0) return { problem: "It needs a path, or - for standard input." };
  if (type !== undefined && !policyTypes.some((each) => each === type))
    return { problem: `--type must be one of ${policyTypes.join(", ")}.` };
  if (!formats.includes(String(format))) return { problem: `--format must be one of ${formats.join(", ")}.` };
  if (!severities.includes(String(failOn)))
    return { problem: `--fail-on must be one of ${severities.join(", ")}.` };
  return {
    paths: read.positionals,
    type: type as PolicyType | undefined,
    format: format as Format,
    failOn: failOn as Severity,
    catalogs: listOf(read.values.catalog),
    partition: partition as string | undefined,
    regions: listOf(read.values.region),
  };
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}
