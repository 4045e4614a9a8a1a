import { recipeText, sameHash } from "./password-hash.ts";
import type { Hashing } from "./password-hasher.ts";

/** Whether this is the password of a hash. */
export async function isPassword(hashing: Hashing, password: string, text: string): Promise<boolean> {
  return sameHash(await hashing.hash(password, text), text);
}

export interface NewPassword {
  readonly hash: string;
  /** Which of the earlier passwords it is, by its place among them; undefined: none. */
  readonly usedAt: number | undefined;
}

/**
 * Hashes a new password, and tells whether it is one of the earlier ones. The passwords of one owner have one salt, so
 * that a single hash tells it of all of them: otherwise whoever sets a password would make the server work as often as
 * passwords are remembered. There are more hashes only after the cost was raised.
 *
 * @param earlier hashes, newest first
 */
export async function hashNewPassword(
  hashing: Hashing,
  password: string,
  earlier: readonly string[],
): Promise<NewPassword> {
  const byRecipe = new Map<string, string>();
  let usedAt: number | undefined;
  for (const [at, text] of earlier.entries()) {
    const recipe = recipeText(text);
    const made = byRecipe.get(recipe) ?? (await hashing.hash(password, text));
    byRecipe.set(recipe, made);
    if (sameHash(made, text)) usedAt ??= at;
  }
  const [newest] = earlier;
  const kept =
    newest === undefined || !hashing.isStrong(newest) ? undefined : byRecipe.get(recipeText(newest));
  return { hash: kept ?? (await hashing.hash(password)), usedAt };
}
