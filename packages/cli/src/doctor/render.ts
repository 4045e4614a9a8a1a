import type { Level, NamedFinding } from "@portcullis/server";
import { printable } from "../printable.ts";

/** One line a finding: how it is, what was looked at, and a sentence. */
export function renderText(found: readonly NamedFinding[]): string {
  const widest = Math.max(...found.map(({ name }) => name.length));
  const lines = found.map(
    ({ level, name, sentence }) => `${level.padEnd(4)}  ${name.padEnd(widest)}  ${printable(sentence)}\n`,
  );
  return lines.join("");
}

/** The same for programs. What a name and a level mean stays; sentences may be worded anew. */
export function renderJson(found: readonly NamedFinding[]): string {
  const findings = found.map(({ name, level, sentence }) => ({ name, level, sentence }));
  return `${JSON.stringify({ level: worstLevel(found), findings }, undefined, 2)}\n`;
}

export function worstLevel(found: readonly NamedFinding[]): Level {
  const levels = new Set(found.map(({ level }) => level));
  return levels.has("fail") ? "fail" : levels.has("warn") ? "warn" : "ok";
}
