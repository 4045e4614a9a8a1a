import { compile, type PolicySet } from "@portcullis/policy";
import type { User } from "./entities.ts";
import type { RealmState } from "./state.ts";

/**
 * What AllowUsersToChangePassword of a password policy gives to every user of the account, on itself alone. Nobody
 * attached it, and for the rest it is like what is attached: a Deny, a boundary and a session take it away again.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PasswordPolicy.html
 */
const given: PolicySet = compile("identity", [
  {
    source: { name: "AllowUsersToChangePassword" },
    text: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "iam:GetAccountPasswordPolicy", Resource: "*" },
        {
          Effect: "Allow",
          Action: "iam:ChangePassword",
          Resource: ["user/", "user/*/"].map((path) => `arn:*:iam::*:${path}\${aws:username}`),
        },
      ],
    }),
  },
]);

/** undefined: the account gives its users nothing. */
export function ownPasswordSet(
  home: RealmState,
  account: string,
  holder: { readonly kind: User["kind"] | "role" },
): PolicySet | undefined {
  if (holder.kind !== "user") return undefined;
  return home.byId["password-policy"].get(account)?.usersMayChange === true ? given : undefined;
}
