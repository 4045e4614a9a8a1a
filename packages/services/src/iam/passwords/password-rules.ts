import type { PasswordPolicy, RealmState } from "@portcullis/directory";
import type { Failure } from "../../framework/api.ts";
import { characterRules, defaultRules } from "./password-rules.table.ts";

/** The policy that an account set; undefined: AWS's default holds. */
export function passwordPolicyOf(state: RealmState, account: string): PasswordPolicy | undefined {
  return state.byId["password-policy"].get(account);
}

/**
 * Why a password cannot be set, apart from those before it; undefined: it can. AWS's default also refuses the name and
 * the e-mail address of the account, neither of which is kept here.
 */
export function ruleViolation(policy: PasswordPolicy | undefined, password: string): Failure | undefined {
  const least = policy?.minimumLength ?? defaultRules.minimumLength;
  const problems = [
    ...(password.length < least ? [`Password should have a minimum length of ${least}`] : []),
    ...(policy === undefined ? missingOfDefault(password) : missing(policy, password)),
  ];
  return problems.length === 0 ? undefined : violation(problems.join(", "));
}

function missing(policy: PasswordPolicy, password: string): readonly string[] {
  return characterRules
    .filter(({ rule, characters }) => policy[rule] && !characters.test(password))
    .map((each) => each.missing);
}

function missingOfDefault(password: string): readonly string[] {
  const lacking = characterRules.filter(({ characters }) => !characters.test(password));
  const more = defaultRules.kinds - (characterRules.length - lacking.length);
  if (more <= 0) return [];
  const requirements = lacking.map((each) => each.missing).join(", ");
  return [`Password should meet ${more} more of the following requirements: ${requirements}`];
}

/** AWS's refusal of a password that was set before. */
export const reused: Failure = violation(
  "Policy constraint violation with password reuse prevention during password change.",
);

function violation(message: string): Failure {
  return { code: "PasswordPolicyViolation", message };
}
