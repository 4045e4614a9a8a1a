export type Format = "text" | "json";

export interface DoctorOptions {
  readonly format: Format;
  /** The options of `portcullis start`. */
  readonly rest: readonly string[];
}

const formats: readonly string[] = ["text", "json"] satisfies Format[];

/** Takes the options that only the doctor has. A problem is one sentence and repeats no value. */
export function readDoctorOptions(argv: readonly string[]): DoctorOptions | { readonly problem: string } {
  const rest: string[] = [];
  const given: string[] = [];
  for (let at = 0; at < argv.length; at += 1) {
    const argument = argv[at] ?? "";
    if (argument === "--format") given.push(argv[++at] ?? "");
    else if (argument.startsWith("--format=")) given.push(argument.slice("--format=".length));
    else rest.push(argument);
  }
  if (given.length > 1) return { problem: "--format is given more than once." };
  const [format = "text"] = given;
  if (!formats.includes(format)) return { problem: `--format must be one of ${formats.join(", ")}.` };
  return { format: format as Format, rest };
}
