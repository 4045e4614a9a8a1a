import type { Diagnostic } from "@portcullis/policy";
import { type CheckedFile, countsOf, type Render, severities } from "./report.ts";

/** A line a finding, as compilers write it, and what was checked at the end. */
export const renderText: Render = (files) => {
  const lines = files.flatMap((file) => file.findings.flatMap((finding) => linesOf(file, finding)));
  const counts = countsOf(files);
  const found = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => plural(counts[severity], severity.replace("-", " ")));
  lines.push(`${checked(files)}: ${found.length === 0 ? "no findings" : found.join(", ")}`);
  return `${lines.join("\n")}\n`;
};

function linesOf({ path, text, type, guessed }: CheckedFile, finding: Diagnostic): string[] {
  const { start, severity, code, message, refused, fix, page } = finding;
  const where = `${path === "-" ? "standard input" : path}:${start.line}:${start.column}`;
  const kind = `${type} policy${guessed ? ", guessed" : ""}`;
  const lines = [`${where}: ${severity} ${code}: ${escaped(message)} (${kind})`];
  if (refused !== undefined) lines.push(`    IAM refuses it: ${escaped(refused)}`);
  if (fix !== undefined) {
    const old = text.slice(fix.start, fix.end);
    const change = old === "" ? `insert ${fix.text}` : `replace ${old} with ${fix.text}`;
    lines.push(`    fix: ${escaped(change)}`);
  }
  lines.push(`    ${page}`);
  return lines;
}

/** `3 policies (2 identity, guessed; 1 trust)`. */
function checked(files: readonly CheckedFile[]): string {
  const kinds = new Map<string, number>();
  for (const { type, guessed } of files) {
    const kind = `${type}${guessed ? ", guessed" : ""}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const list = [...kinds].map(([kind, number]) => `${number} ${kind}`).join("; ");
  const number = files.length === 1 ? "1 policy" : `${files.length} policies`;
  return list === "" ? number : `${number} (${list})`;
}

function plural(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

/** A document's text steers no terminal. */
function escaped(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`);
}
