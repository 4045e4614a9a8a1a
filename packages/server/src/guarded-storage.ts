import { type Storage, StorageError } from "@portcullis/storage";

/** The same storage; whatever comes while `closed` gives a reason finds it away. */
export function guarded<S extends Storage>(storage: S, closed: () => string | undefined): S {
  const verbs = Object.entries(storage).map(([name, verb]) => [
    name,
    (...args: readonly unknown[]) => {
      const reason = closed();
      return reason === undefined ? verb(...args) : Promise.reject(new StorageError("away", reason));
    },
  ]);
  return Object.fromEntries(verbs);
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
