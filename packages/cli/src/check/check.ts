import { diagnose, type Severity } from "@portcullis/policy";
import { type ExitCode, type Surroundings, usageError } from "../command.ts";
import type { Command } from "../commands.table.ts";
import { catalogWith } from "./catalogs.ts";
import { type CheckOptions, help, readCheckOptions } from "./options.ts";
import { policyFiles } from "./policy-files.ts";
import { renderJson } from "./render-json.ts";
import { renderSarif } from "./render-sarif.ts";
import { renderText } from "./render-text.ts";
import type { CheckedFile } from "./report.ts";
import { typeOf } from "./type-of.ts";

/** `portcullis check`: checks policy files, without a server and without network. */
export const check: Command = {
  help: () => help,
  async run(argv, around) {
    const options = readCheckOptions(argv);
    if ("problem" in options) {
      around.err.write(`portcullis check: ${options.problem} See portcullis check --help.\n`);
      return usageError;
    }
    return checkFiles(options, around);
  },
};

const ranks: Readonly<Record<Severity, number>> = {
  error: 3,
  "security-warning": 2,
  warning: 1,
  suggestion: 0,
};

async function checkFiles(
  options: CheckOptions,
  { out, err, input, version }: Surroundings,
): Promise<ExitCode> {
  let unreadable = false;
  const complain = (sentence: string) => {
    unreadable = true;
    err.write(`portcullis check: ${sentence}\n`);
  };
  const catalog = await catalogWith(options.catalogs, complain);
  if (catalog === undefined) return usageError;
  const { partition, regions } = options;
  const files: CheckedFile[] = [];
  for await (const { path, text } of policyFiles(options.paths, input, complain)) {
    const { type, guessed } = typeOf(path, text, options.type);
    const found = diagnose(type, text, { catalog, regions, ...(partition !== undefined && { partition }) });
    // What IAM will not save is an error, whatever Access Analyzer thinks of it.
    const findings = found.map((each) =>
      each.refused === undefined ? each : { ...each, severity: "error" as const },
    );
    files.push({ path, text, type, guessed, findings });
  }
  const render = { text: renderText, json: renderJson, sarif: renderSarif }[options.format];
  out.write(render(files, version));
  if (unreadable) return usageError;
  const least = ranks[options.failOn];
  return files.some(({ findings }) => findings.some(({ severity }) => ranks[severity] >= least)) ? 1 : 0;
}
