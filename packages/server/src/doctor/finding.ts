export type Level = "ok" | "warn" | "fail";

/** What a check found: one sentence, without secrets, that says what to do where something is to be done. */
export interface Finding {
  readonly level: Level;
  readonly sentence: string;
}

export const ok = (sentence: string): Finding => ({ level: "ok", sentence });
export const warn = (sentence: string): Finding => ({ level: "warn", sentence });
export const fail = (sentence: string): Finding => ({ level: "fail", sentence });

const ranks: Readonly<Record<Level, number>> = { ok: 0, warn: 1, fail: 2 };

/** The first of the worst; `otherwise` where nothing was found. */
export function worstOf(found: readonly Finding[], otherwise: Finding): Finding {
  return found.reduce((worst, each) => (ranks[each.level] > ranks[worst.level] ? each : worst), otherwise);
}
