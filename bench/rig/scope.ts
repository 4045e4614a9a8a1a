/** What was started and made for a measurement, undone in reverse order. */
export interface Scope {
  /** Registers how something is undone, and gives it back. */
  keep<T>(made: T, undo: (made: T) => void | Promise<void>): T;
}

export async function withScope<T>(run: (scope: Scope) => Promise<T>): Promise<T> {
  const undos: (() => void | Promise<void>)[] = [];
  try {
    return await run({
      keep(made, undo) {
        undos.push(() => undo(made));
        return made;
      },
    });
  } finally {
    for (const undo of undos.reverse()) await undo();
  }
}
