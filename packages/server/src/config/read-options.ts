import { parseArgs } from "node:util";
import type { ConfigProblem } from "./config.ts";
import { isOptionName, type OptionName, optionNames, optionRow, type options } from "./options.table.ts";
import { type Bounds, type Kind, type KindValues, kinds } from "./value-kinds.ts";

export type Environment = { [name: string]: string | undefined };

type KindOf<N extends OptionName> = (typeof options)[N]["kind"];
type Defaulted = {
  [N in OptionName]: (typeof options)[N] extends { readonly default: string } ? N : never;
}[OptionName];

/** The values by option name; what has neither value nor default is undefined. */
export type OptionValues = {
  readonly [N in OptionName]: KindValues[KindOf<N>] | (N extends Defaulted ? never : undefined);
};

const noBounds: Bounds = { least: 0, most: Number.MAX_SAFE_INTEGER };
const repeatable: ReadonlySet<Kind> = new Set(["hosts", "names", "networks", "paths"]);

/**
 * Reads arguments, then environment variables, then defaults. An empty variable counts as not set.
 * A problem names the option, never the value that was given: it may be a secret in the wrong place.
 */
export function readOptions(argv: readonly string[], env: Environment): OptionValues | ConfigProblem {
  const given = readArguments(argv);
  if ("problem" in given) return given;
  const values: Partial<Record<OptionName, unknown>> = {};
  for (const name of optionNames) {
    const row = optionRow(name);
    const argument = given.texts.get(name);
    const variable = variableText(row.kind, env[row.variable]);
    const text = argument ?? variable ?? row.default;
    if (text === undefined) continue;
    const bounds = row.bounds ?? noBounds;
    const value = kinds[row.kind].read(text, bounds);
    if (value === undefined) {
      const source = argument === undefined ? row.variable : `--${name}`;
      return { problem: `${source} must be ${kinds[row.kind].must(bounds)}.` };
    }
    values[name] = value;
  }
  return values as OptionValues;
}

/** Kubernetes sets `<SERVICE>_PORT=tcp://…` in every pod beside a service named portcullis: that is not ours. */
function variableText(kind: Kind, text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  return kind === "port" && /^(tcp|udp|sctp):\/\//.test(text) ? undefined : text;
}

function readArguments(
  argv: readonly string[],
): { readonly texts: ReadonlyMap<OptionName, string> } | ConfigProblem {
  const shape: Record<string, { type: "boolean" | "string" }> = {};
  for (const name of optionNames)
    shape[name] = { type: optionRow(name).kind === "flag" ? "boolean" : "string" };
  const { tokens } = parseArgs({ args: [...argv], options: shape, strict: false, tokens: true });
  const texts = new Map<OptionName, string>();
  for (const token of tokens) {
    if (token.kind !== "option") return { problem: "It takes options only." };
    if (!isOptionName(token.name) || !token.rawName.startsWith("--")) {
      return { problem: `There is no option ${printable(token.rawName)}.` };
    }
    const flag = optionRow(token.name).kind === "flag";
    // A flag takes a value with an equals sign only, so that `--ephemeral false` is not read as true.
    const text = flag && token.value === undefined ? "true" : token.value;
    if (text === undefined || (!token.inlineValue && !flag && text.startsWith("-"))) {
      return { problem: `--${token.name} needs a value.` };
    }
    const before = texts.get(token.name);
    if (before !== undefined && !repeatable.has(optionRow(token.name).kind)) {
      return { problem: `--${token.name} is given more than once.` };
    }
    texts.set(token.name, before === undefined ? text : `${before},${text}`);
  }
  return { texts };
}

/** An option's name as it may be shown on a terminal: bounded, and without control characters. */
function printable(rawName: string): string {
  return rawName.replace(/[^\x21-\x7e]/g, "?").slice(0, 64);
}

const kubernetes = /_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_(TCP|UDP|SCTP)(_\w+)?)$/;

/** One sentence for each variable that looks like ours and is not: most often a misspelt one. */
export function unknownVariables(env: Environment, known: ReadonlySet<string>): readonly string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith("PORTCULLIS_") && !known.has(name) && !kubernetes.test(name))
    .map((name) => `${printable(name)} is no variable that Portcullis reads.`);
}
