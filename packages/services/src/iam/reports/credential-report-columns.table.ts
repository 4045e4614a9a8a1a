import type { AccessKey, LoginProfile, SigningCertificate } from "@portcullis/directory";
import type { Use } from "../../framework/usage.ts";

/** Whose credentials a row of the report tells of. */
export interface CredentialHolder {
  readonly name: string;
  readonly arn: string;
  readonly created: number;
  readonly isRoot: boolean;
  readonly hasMfa: boolean;
  /** The oldest first. */
  readonly keys: readonly { readonly key: AccessKey; readonly used: Use | undefined }[];
  /** undefined: none. */
  readonly password: LoginProfile | undefined;
  /** Days after which a password is to be another one, by the account's policy. */
  readonly passwordAge: number | undefined;
  /** The oldest first. */
  readonly certificates: readonly SigningCertificate[];
}

const NONE = "N/A";
const UNSUPPORTED = "not_supported";
const NEVER = "no_information";
const DAY = 86_400_000;

type Column = readonly [name: string, value: (holder: CredentialHolder) => string];

/** An instant of epoch milliseconds as the report writes it: whole seconds, in UTC. */
const instant = (time: number | undefined): string =>
  time === undefined ? NONE : `${new Date(time).toISOString().slice(0, 19)}+00:00`;

const nextRotation = ({ password, passwordAge }: CredentialHolder): string =>
  instant(password && passwordAge && password.changed + passwordAge * DAY);

const keyColumns = (at: 0 | 1): readonly Column[] => {
  const name = `access_key_${at + 1}`;
  return [
    [`${name}_active`, ({ keys }) => String(keys[at]?.key.status === "Active")],
    [`${name}_last_rotated`, ({ keys }) => instant(keys[at]?.key.created)],
    [`${name}_last_used_date`, ({ keys }) => instant(keys[at]?.used?.time)],
    [`${name}_last_used_region`, ({ keys }) => keys[at]?.used?.region ?? NONE],
    [`${name}_last_used_service`, ({ keys }) => keys[at]?.used?.service ?? NONE],
  ];
};

const certificateColumns = (at: 0 | 1): readonly Column[] => [
  [`cert_${at + 1}_active`, ({ certificates }) => String(certificates[at]?.status === "Active")],
  [`cert_${at + 1}_last_rotated`, ({ certificates }) => instant(certificates[at]?.created)],
];

/**
 * In AWS's order. Root has no password here.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export const credentialReportColumns: readonly Column[] = [
  ["user", ({ name }) => name],
  ["arn", ({ arn }) => arn],
  ["user_creation_time", ({ created }) => instant(created)],
  ["password_enabled", ({ password }) => String(password !== undefined)],
  // There is nothing yet to sign in to.
  ["password_last_used", ({ password }) => (password === undefined ? NONE : NEVER)],
  ["password_last_changed", ({ password }) => instant(password?.changed)],
  ["password_next_rotation", (holder) => (holder.isRoot ? UNSUPPORTED : nextRotation(holder))],
  ["mfa_active", ({ hasMfa }) => String(hasMfa)],
  ...keyColumns(0),
  ...keyColumns(1),
  ...certificateColumns(0),
  ...certificateColumns(1),
  // Nobody can have more than two keys, or two certificates.
  ["additional_credentials_info", () => NONE],
];
