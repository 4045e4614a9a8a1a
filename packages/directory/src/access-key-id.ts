/**
 * Access key ids in AWS's form: a prefix of four letters and 16 digits of base32. The first bit says that the id
 * spells its account, the next 40 are the account number, and the other 39 are random.
 * AWS documents the prefixes; the rest was published by others, among them
 * https://awsteele.com/blog/2020/09/26/aws-access-key-format.html and
 * https://labs.withsecure.com/publications/a-bitwise-analysis-of-aws-access-key-identifiers.html
 * Source of the prefixes: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */

/** RFC 4648's alphabet; ids use no other letter or digit. */
export const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** `AKIA`: long-term keys. `ASIA`: temporary credentials. */
export type AccessKeyPrefix = "AKIA" | "ASIA";

const form = /^A[KS]IA[A-Z2-7]{16}$/;
const accountForm = /^[0-9]{12}$/;

/** The bit before the account number. Ids of before 2019, which have 0 here, do not spell an account. */
const spellsAccount = 2 ** 39;
const digitsOfAccount = 8;
const randomDigits = 7;

/**
 * A new id of 20 characters that spells `account` (12 digits).
 * @param random gives as many random bytes as it is asked for
 */
export function newAccessKeyId(
  prefix: AccessKeyPrefix,
  account: string,
  random: (length: number) => Uint8Array,
): string {
  if (!accountForm.test(account)) throw new RangeError("an account number has twelve digits");
  const number = Number(account);
  let rest = spellsAccount + Math.floor(number / 2);
  let spelled = "";
  for (let digit = 0; digit < digitsOfAccount; digit++) {
    spelled = base32.charAt(rest % 32) + spelled;
    rest = Math.floor(rest / 32);
  }
  const drawn = random(1 + randomDigits);
  // The account's last bit leads the ninth digit.
  const ninth = base32.charAt((number % 2) * 16 + ((drawn[0] ?? 0) & 15));
  return prefix + spelled + ninth + base32Digits(drawn.subarray(1));
}

/**
 * The account number that an id in AWS's form spells; undefined for every other id, also for those of before 2019
 * (such as AKIAIOSFODNN7EXAMPLE), which spell none.
 */
export function accountOfAccessKeyId(id: string): string | undefined {
  if (id.length !== 20 || !form.test(id)) return undefined;
  let number = 0;
  for (let at = 4; at < 4 + digitsOfAccount; at++) number = number * 32 + base32.indexOf(id.charAt(at));
  if (number < spellsAccount) return undefined;
  const account = (number - spellsAccount) * 2 + (base32.indexOf(id.charAt(12)) >> 4);
  return account > 999_999_999_999 ? undefined : String(account).padStart(12, "0");
}

/** One digit of base32 a byte; a byte's upper bits do not count, so digits are as random as the bytes. */
export function base32Digits(bytes: Uint8Array): string {
  let digits = "";
  for (const byte of bytes) digits += base32.charAt(byte & 31);
  return digits;
}
