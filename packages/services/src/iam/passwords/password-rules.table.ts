import type { PasswordPolicy } from "@portcullis/directory";

/**
 * The kinds of characters that a policy may ask for, and AWS's text where one is missing.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
 */
export const characterRules: readonly {
  readonly rule: keyof PasswordPolicy & ("uppercase" | "lowercase" | "numbers" | "symbols");
  readonly characters: RegExp;
  readonly missing: string;
}[] = [
  {
    rule: "uppercase",
    characters: /[A-Z]/,
    missing: "Password should have at least one uppercase letter",
  },
  {
    rule: "lowercase",
    characters: /[a-z]/,
    missing: "Password should have at least one lowercase letter",
  },
  { rule: "numbers", characters: /[0-9]/, missing: "Password should have at least one number" },
  {
    rule: "symbols",
    characters: /[!@#$%^&*()_+\-=[\]{}|']/,
    missing: "Password should have at least one symbol",
  },
];

/** Of an account that has no policy of its own; of the kinds of characters some are enough. */
export const defaultRules = { minimumLength: 8, kinds: 3 } as const;
