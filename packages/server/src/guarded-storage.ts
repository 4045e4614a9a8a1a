import { type DumpPart, type Storage, StorageError } from "@portcullis/storage";

/** The same storage; whatever comes while `closed` gives a reason finds it away. */
export function guarded(storage: Storage, closed: () => string | undefined): Storage {
  const away = (reason: string) => new StorageError("away", reason);
  const verbs = Object.entries(storage).map(([name, verb]) => [
    name,
    (...args: readonly unknown[]) => {
      const reason = closed();
      return reason === undefined ? verb(...args) : Promise.reject(away(reason));
    },
  ]);
  return {
    ...Object.fromEntries(verbs),
    // No promise: it is away for whoever begins to read it.
    async *dump(): AsyncGenerator<DumpPart> {
      const reason = closed();
      if (reason !== undefined) throw away(reason);
      yield* storage.dump();
    },
  };
}

/** A way to the storage that can be cut. */
export interface Way {
  readonly storage: Storage;
  readonly cut: () => void;
}

/** A way of its own for each beginning, so that no call that is still under way in an earlier one changes anything. */
export function wayTo(storage: Storage): Way {
  let open = true;
  return {
    storage: guarded(storage, () => (open ? undefined : "the server began anew")),
    cut() {
      open = false;
    },
  };
}
