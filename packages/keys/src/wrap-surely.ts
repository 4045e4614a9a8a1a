import { type MasterKey, MasterKeyUnavailable } from "./master-key.ts";
import { sameBytes } from "./secret.ts";

/** Wraps, and sees that it opens again: a key that is kept in a form that nobody can open is lost. */
export async function wrapSurely(masterKey: MasterKey, plain: Uint8Array): Promise<Uint8Array> {
  const wrapped = await masterKey.wrap(plain);
  const again = await opened(masterKey, wrapped);
  if (again !== undefined && sameBytes(again, plain)) return wrapped;
  throw new MasterKeyUnavailable("The master key does not unwrap what it has just wrapped.");
}

/** Refuses a holder that opens what was changed: under such a one no data key could be trusted. */
export async function assertAuthenticates(masterKey: MasterKey, wrapped: Uint8Array): Promise<void> {
  const changed = Uint8Array.from(wrapped);
  changed[changed.length >> 1]! ^= 1;
  if ((await opened(masterKey, changed)) === undefined) return;
  throw new MasterKeyUnavailable(
    "The master key unwraps what was changed: it must authenticate what it wraps.",
  );
}

/** undefined: it was refused, whatever the reason. */
async function opened(masterKey: MasterKey, wrapped: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    return await masterKey.unwrap(wrapped);
  } catch {
    return undefined;
  }
}
