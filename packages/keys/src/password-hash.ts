import { sameBytes } from "./secret.ts";

/** What one hash costs: memory in KiB, and passes over it. */
export interface PasswordCost {
  readonly memory: number;
  readonly passes: number;
}

/**
 * Of argon2id with one lane: some fifty milliseconds of a processor.
 * Source: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */
export const passwordCost: PasswordCost = { memory: 19 * 1024, passes: 2 };

/** All that a hash depends on beside the password. */
export interface PasswordRecipe extends PasswordCost {
  readonly salt: Uint8Array;
}

/** Bytes. */
export const SALT_LENGTH = 16;
export const HASH_LENGTH = 32;

const form = /^(\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([A-Za-z0-9+/]+))\$[A-Za-z0-9+/]+$/;

/**
 * A hash as a text.
 * Source: https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md
 */
export function hashText({ memory, passes, salt }: PasswordRecipe, hash: Uint8Array): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=1$${unpadded(salt)}$${unpadded(hash)}`;
}

/** What another password must be hashed by, so that the two hashes are equal where the passwords are. */
export function recipeOf(text: string): PasswordRecipe {
  const [, , memory, passes, salt] = parts(text);
  return { memory: Number(memory), passes: Number(passes), salt: Buffer.from(salt ?? "", "base64") };
}

/** The recipe as it stands in the text: equal where the recipes are. */
export function recipeText(text: string): string {
  return parts(text)[1] ?? "";
}

/** Whether two hashes of one recipe are equal, in a time that does not tell where they differ. */
export function sameHash(a: string, b: string): boolean {
  return sameBytes(Buffer.from(a, "latin1"), Buffer.from(b, "latin1"));
}

/** Throws for what no release wrote; the error does not repeat it. */
function parts(text: string): RegExpExecArray {
  const found = form.exec(text);
  if (found === null) throw new Error("a password's hash is damaged");
  return found;
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/=+$/, "");
}
