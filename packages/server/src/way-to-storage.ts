import { type Storage, StorageError } from "@portcullis/storage";

/** A way to the storage that can be cut: what comes by it afterwards finds the storage away. */
export interface Way {
  readonly storage: Storage;
  readonly cut: () => void;
}

/** A way of its own for each beginning, so that no call that is still under way in an earlier one changes anything. */
export function wayTo(storage: Storage): Way {
  let open = true;
  const verbs = Object.entries(storage).map(([name, verb]) => [
    name,
    (...args: readonly unknown[]) =>
      open ? verb(...args) : Promise.reject(new StorageError("away", "the server began anew")),
  ]);
  return {
    storage: Object.fromEntries(verbs),
    cut() {
      open = false;
    },
  };
}
