import { type OptionName, type OptionRow, optionNames, optionRow } from "./options.table.ts";
import { secretVariables } from "./secret-variables.table.ts";
import { kinds } from "./value-kinds.ts";

const sections: readonly OptionRow["section"][] = [
  "State",
  "Database",
  "Network",
  "TLS",
  "Behind a proxy",
  "Limits",
  "Process",
];

/** The text of `portcullis start --help`: every option with its environment variable and default. */
export function renderStartHelp(): string {
  const lines = [
    "Usage: portcullis start [options]",
    "",
    "Serves IAM, STS and their siblings over AWS's own protocols.",
    "An argument goes before its environment variable, which goes before the default.",
  ];
  for (const section of sections) {
    lines.push("", `${section}:`);
    for (const name of inSection(section)) lines.push(...optionLines(name));
  }
  lines.push("", "Environment alone, with --ephemeral (secrets are never arguments):");
  for (const [name, help] of Object.entries(secretVariables)) lines.push(`  ${name}`, `      ${help}`);
  return `${lines.join("\n")}\n`;
}

/** The same as a page of Markdown, for the documentation. */
export function renderOptionsPage(): string {
  const lines = [
    "# Configuration",
    "",
    "Every option of `portcullis start`. Made by `npm run configuration` from the table that the server reads. An",
    "argument goes before its environment variable, which goes before the default; a flag's variable is `true` or",
    "`false`. What is not understood is refused with one sentence and exit code 2; what keeps the server from starting",
    "or from stopping cleanly gives exit code 1. A variable that begins with `PORTCULLIS_` and is unknown is warned of.",
  ];
  for (const section of sections) {
    lines.push("", `## ${section}`, "", "| option | variable | default | |", "|---|---|---|---|");
    for (const name of inSection(section)) {
      const row = optionRow(name);
      lines.push(`| \`${usage(name)}\` | \`${row.variable}\` | ${defaultText(row) ?? ""} | ${row.help} |`);
    }
  }
  lines.push("", "## Environment alone, with `--ephemeral`", "", "| variable | |", "|---|---|");
  for (const [name, help] of Object.entries(secretVariables)) lines.push(`| \`${name}\` | ${help} |`);
  lines.push(
    "",
    "Secrets are taken from these variables and from files only, never from arguments. The server removes the variables",
    "from its environment before it does anything else, but the operating system keeps what a process was started with:",
    "on Linux its user and root can read it in `/proc/<pid>/environ` for as long as it runs.",
  );
  return `${lines.join("\n")}\n`;
}

function inSection(section: OptionRow["section"]): readonly OptionName[] {
  return optionNames.filter((name) => optionRow(name).section === section);
}

function optionLines(name: OptionName): readonly string[] {
  const row = optionRow(name);
  const by = defaultText(row);
  return [
    `  ${usage(name)}`,
    `      ${row.help}`,
    `      ${row.variable}${by === undefined ? "" : `; default: ${by}`}`,
  ];
}

function usage(name: OptionName): string {
  const { form } = kinds[optionRow(name).kind];
  return form === "" ? `--${name}` : `--${name} ${form}`;
}

function defaultText(row: OptionRow): string | undefined {
  if (row.kind === "flag") return undefined;
  return row.defaultText ?? row.default;
}
