import { type OptionName, type OptionRow, optionNames, optionRow } from "./options.table.ts";
import { secretVariables } from "./secret-variables.table.ts";
import { kinds } from "./value-kinds.ts";

const sections: readonly OptionRow["section"][] = [
  "State",
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

/** The same as Markdown tables, for the documentation. */
export function renderOptionsPage(): string {
  const lines = ["# Options of `portcullis start`", ""];
  lines.push("An argument goes before its environment variable, which goes before the default.");
  for (const section of sections) {
    lines.push("", `## ${section}`, "", "| option | variable | default | |", "|---|---|---|---|");
    for (const name of inSection(section)) {
      const row = optionRow(name);
      lines.push(`| \`${usage(name)}\` | \`${row.variable}\` | ${defaultText(row) ?? ""} | ${row.help} |`);
    }
  }
  lines.push("", "## Environment alone, with `--ephemeral`", "", "| variable | |", "|---|---|");
  for (const [name, help] of Object.entries(secretVariables)) lines.push(`| \`${name}\` | ${help} |`);
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
