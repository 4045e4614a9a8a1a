import { parseArgs } from "node:util";

export interface OptionRow {
  readonly type: "string" | "boolean";
  /** It may be given more than once, and its value is a list. */
  readonly multiple?: boolean;
}

export type Arguments =
  | {
      readonly values: {
        readonly [name: string]: string | boolean | readonly (string | boolean)[] | undefined;
      };
      readonly positionals: readonly string[];
    }
  | { readonly problem: string };

/** Reads a command's arguments. A problem is one sentence and repeats no value. */
export function readArguments(
  argv: readonly string[],
  options: Readonly<Record<string, OptionRow>>,
): Arguments {
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  const given = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const row = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (row === undefined) return { problem: `There is no option ${token.rawName}.` };
    if (row.type === "string" && (token.value === undefined || (!token.inlineValue && isOption(token.value))))
      return { problem: `${token.rawName} needs a value.` };
    if (row.type === "boolean" && token.value !== undefined)
      return { problem: `${token.rawName} takes no value.` };
    // Of two values one would be passed over in silence.
    if (given.has(token.name) && row.multiple !== true)
      return { problem: `${token.rawName} is given more than once.` };
    given.add(token.name);
  }
  return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
}

/** A lone dash is standard input. */
function isOption(value: string): boolean {
  return value.startsWith("-") && value !== "-";
}
