/** What an account has one of. */
import { command, type Kind, NONE, read, type Step, TAKEN } from "./kind.ts";

const alias = ({ name }: Step): string => `alias-${name % 2}`;

export const settings: Kind = {
  commands: [
    (model, step) => {
      const AccountAlias = alias(step);
      return command(
        "iam:CreateAccountAlias",
        { AccountAlias },
        model.alias === AccountAlias && TAKEN,
        () => {
          model.alias = AccountAlias;
        },
      );
    },
    (model, step) => {
      const AccountAlias = alias(step);
      return command("iam:DeleteAccountAlias", { AccountAlias }, model.alias !== AccountAlias && NONE, () => {
        model.alias = undefined;
      });
    },
    (model, step) => {
      const MinimumPasswordLength = 6 + step.second;
      return command("iam:UpdateAccountPasswordPolicy", { MinimumPasswordLength }, undefined, () => {
        model.shortest = MinimumPasswordLength;
      });
    },
    (model) =>
      command("iam:DeleteAccountPasswordPolicy", {}, model.shortest === undefined && NONE, () => {
        model.shortest = undefined;
      }),
  ],
  reads: [
    read(
      "iam:ListAccountAliases",
      {},
      ({ AccountAliases }) => AccountAliases,
      ({ alias }) => (alias === undefined ? [] : [alias]),
    ),
    read(
      "iam:GetAccountPasswordPolicy",
      {},
      ({ PasswordPolicy }) => PasswordPolicy.MinimumPasswordLength,
      ({ shortest }) => shortest ?? NONE,
    ),
  ],
  clearing: ({ alias, shortest }) => [
    ...(alias === undefined ? [] : [["iam:DeleteAccountAlias", { AccountAlias: alias }] as const]),
    ...(shortest === undefined ? [] : [["iam:DeleteAccountPasswordPolicy", {}] as const]),
  ],
};
