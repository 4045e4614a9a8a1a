import { none, text } from "./names.ts";
import { type ErrorTable, never, refused } from "./row.ts";

const nil = { UserName: none.user };
const u0 = { UserName: "u0" };
const u1 = { UserName: "u1" };
const noProfile = "Login Profile for User u1 cannot be found.";
const tooShort = /^Password should have a minimum length of \d+$/;
const changing = (name: string) =>
  `Login Profile for User ${name} cannot be modified while login profile is being changed.`;
/** Pat's. */
const OldPassword = "Tulip-1953";

export const passwords = {
  CreateLoginProfile: {
    EntityAlreadyExists: refused(
      { ...u0, Password: "Violet-1955" },
      "Login Profile for user u0 already exists.",
    ),
    LimitExceeded: never("has its limit from no quota"),
    NoSuchEntity: refused({ ...nil, Password: "Violet-1955" }, text.user("nil")),
    PasswordPolicyViolation: refused({ ...u1, Password: "Ab1-" }, tooShort),
    ValidationError: refused(
      u1,
      /Value at 'password' failed to satisfy constraint: Member must not be null$/,
    ),
  },
  GetLoginProfile: { NoSuchEntity: [refused(nil, text.user("nil")), refused(u1, noProfile)] },
  UpdateLoginProfile: {
    EntityTemporarilyUnmodifiable: refused({ ...u0, Password: "Violet-1955" }, changing("u0"), {
      in: "overtaken",
    }),
    LimitExceeded: never("has its limit from no quota"),
    NoSuchEntity: [
      refused({ ...nil, Password: "Violet-1955" }, text.user("nil")),
      refused({ ...u1, Password: "Violet-1955" }, noProfile),
    ],
    PasswordPolicyViolation: [
      refused({ ...u0, Password: "Ab1-" }, tooShort),
      refused(
        { ...u0, Password: OldPassword },
        "Policy constraint violation with password reuse prevention during password change.",
      ),
    ],
  },
  DeleteLoginProfile: {
    EntityTemporarilyUnmodifiable: never("is whole when it is answered"),
    LimitExceeded: never("takes away"),
    NoSuchEntity: [refused(nil, text.user("nil")), refused(u1, noProfile)],
  },
  ChangePassword: {
    AccessDenied: refused(
      { OldPassword: "Wrong-1950", NewPassword: "Violet-1955" },
      "The old password was incorrect.",
      { by: "Pat" },
    ),
    EntityTemporarilyUnmodifiable: refused({ OldPassword, NewPassword: "Violet-1955" }, changing("Pat"), {
      by: "Pat",
      in: "overtaken",
    }),
    InvalidUserType: refused(
      { OldPassword, NewPassword: "Violet-1955" },
      "Only IAM Users can change their own password",
    ),
    LimitExceeded: never("has its limit from no quota"),
    NoSuchEntity: refused(
      { OldPassword, NewPassword: "Violet-1955" },
      "Login Profile for User Quinn cannot be found.",
      { by: "Quinn" },
    ),
    PasswordPolicyViolation: refused({ OldPassword, NewPassword: "Ab1-" }, tooShort, { by: "Pat" }),
  },
  GetAccountPasswordPolicy: {
    NoSuchEntity: refused(
      undefined as never,
      "The Password Policy with domain name 123456789012 cannot be found.",
      { in: "without a policy" },
    ),
  },
  UpdateAccountPasswordPolicy: {
    LimitExceeded: never("has its limit from no quota"),
    MalformedPolicyDocument: never("has no document"),
    NoSuchEntity: never("makes what is missing"),
  },
  DeleteAccountPasswordPolicy: {
    LimitExceeded: never("takes away"),
    NoSuchEntity: refused(
      undefined as never,
      "The account policy with name PasswordPolicy cannot be found.",
      { in: "without a policy" },
    ),
  },
} satisfies Partial<ErrorTable>;
