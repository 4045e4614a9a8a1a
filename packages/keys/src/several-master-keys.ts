import { type MasterKey, MasterKeyError } from "./master-key.ts";

/** The master keys that a server was given: the first wraps, all unwrap. */
export interface MasterKeys extends MasterKey {
  readonly first: MasterKey;
}

/**
 * Several master keys as one, so that a new one can wrap while an old one still opens what it wrapped. Where none opens
 * the bytes and one could not be asked, that is the answer: it may have been the one.
 */
export function severalMasterKeys(first: MasterKey, others: readonly MasterKey[] = []): MasterKeys {
  return {
    first,
    wrap: (bytes) => first.wrap(bytes),
    async unwrap(wrapped) {
      let refused: unknown;
      for (const masterKey of [first, ...others]) {
        try {
          return await masterKey.unwrap(wrapped);
        } catch (error) {
          if (refused === undefined || refused instanceof MasterKeyError) refused = error;
        }
      }
      throw refused;
    },
  };
}

/** Whether the first of them wrapped these bytes. Rejects where it could not be asked. */
export async function wrappedByFirst({ first }: MasterKeys, wrapped: Uint8Array): Promise<boolean> {
  try {
    await first.unwrap(wrapped);
    return true;
  } catch (error) {
    if (error instanceof MasterKeyError) return false;
    throw error;
  }
}
