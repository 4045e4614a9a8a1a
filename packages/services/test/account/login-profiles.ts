import { command, type Deletion, found, type Kind, type Make, NONE, read, TAKEN } from "./kind.ts";
import { bearer, userNames } from "./names.ts";

const Password = "Tulip-1953";

const create: Make = ({ users, shortest = 0 }, step, spell) => {
  const user = users.get(bearer(step));
  const short = Password.length < shortest && "PasswordPolicyViolation";
  const error = user === undefined ? NONE : user.password !== undefined ? TAKEN : short;
  const PasswordResetRequired = step.upper;
  const input = { UserName: spell(bearer(step)), Password, PasswordResetRequired };
  return command("iam:CreateLoginProfile", input, error, () => {
    if (user !== undefined) user.password = PasswordResetRequired;
  });
};

/** A password itself is never set anew: hashes take long, and nothing reads them back. */
export const loginProfiles: Kind = {
  commands: [
    // Twice, so that there is one for the others to meet.
    create,
    create,
    ({ users }, step, spell) => {
      const user = users.get(bearer(step));
      const PasswordResetRequired = step.second < 3;
      const input = { UserName: spell(bearer(step)), PasswordResetRequired };
      return command("iam:UpdateLoginProfile", input, user?.password === undefined && NONE, () => {
        if (user !== undefined) user.password = PasswordResetRequired;
      });
    },
    ({ users }, step, spell) => {
      const user = users.get(bearer(step));
      const input = { UserName: spell(bearer(step)) };
      return command("iam:DeleteLoginProfile", input, user?.password === undefined && NONE, () => {
        if (user !== undefined) user.password = undefined;
      });
    },
  ],
  reads: userNames.map((name) =>
    read(
      "iam:GetLoginProfile",
      { UserName: name },
      ({ LoginProfile }) => LoginProfile.PasswordResetRequired,
      found(
        ({ users }) => users.get(name)?.password,
        (password) => password,
      ),
    ),
  ),
  clearing: ({ users }) =>
    [...users]
      .filter(([, { password }]) => password !== undefined)
      .map(([UserName]): Deletion => ["iam:DeleteLoginProfile", { UserName }]),
};
