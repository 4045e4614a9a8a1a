/** Reads of an account, and what the model says that they answer. */
import type { OperationId, OutputOf } from "@portcullis/services";
import { arnOf } from "../../packages/services/test/account-commands.ts";
import {
  type AccountModel,
  attachments,
  boundaries,
  type Held,
} from "../../packages/services/test/account-model.ts";

export interface Read {
  readonly id: OperationId;
  readonly input: object;
  /** What is compared of an answer. */
  readonly of: (output: never) => unknown;
  /** The same by the model; a text is the code of an error. */
  readonly expect: (model: AccountModel) => unknown;
}

function read<I extends OperationId>(
  id: I,
  input: object,
  of: (output: OutputOf<I>) => unknown,
  expect: (model: AccountModel) => unknown,
): Read {
  return { id, input, of: of as Read["of"], expect };
}

const NONE = "NoSuchEntity";
const low = (name = ""): string => name.toLowerCase();
const sorted = (names: Iterable<string>): readonly string[] => [...names].sort();

/** What is found under a name, as it should be told; or that nothing is. */
function found<T>(
  of: (model: AccountModel) => T | undefined,
  tell: (one: T, model: AccountModel) => unknown,
) {
  return (model: AccountModel): unknown => {
    const one = of(model);
    return one === undefined ? NONE : tell(one, model);
  };
}

function holderReads(
  kind: "User" | "Group" | "Role",
  name: string,
  of: (model: AccountModel) => Held | undefined,
) {
  const input = { [`${kind}Name`]: name };
  const attached = `iam:ListAttached${kind}Policies` as "iam:ListAttachedUserPolicies";
  return [
    read(
      attached,
      input,
      ({ AttachedPolicies = [] }) => sorted(AttachedPolicies.map(({ PolicyName = "" }) => PolicyName)),
      found(of, (held) => sorted(held.attached)),
    ),
    read(
      `iam:List${kind}Policies` as "iam:ListUserPolicies",
      input,
      ({ PolicyNames }) => PolicyNames,
      found(of, (held) => sorted(held.inline)),
    ),
  ];
}

const users = ["u0", "u1", "u2"].flatMap((name) => {
  const of = ({ users }: AccountModel) => users.get(name);
  return [
    ...holderReads("User", name, of),
    read(
      "iam:ListGroupsForUser",
      { UserName: name },
      ({ Groups }) => sorted(Groups.map(({ GroupName }) => low(GroupName))),
      found(of, (user) => sorted(user.groups)),
    ),
    read(
      "iam:GetUser",
      { UserName: name },
      ({ User }) => User.PermissionsBoundary?.PermissionsBoundaryArn ?? "",
      found(of, ({ boundary }) => (boundary === undefined ? "" : arnOf(boundary))),
    ),
  ];
});

const groups = ["g0", "g1"].flatMap((name) => {
  const of = ({ groups }: AccountModel) => groups.get(name);
  const members = ({ users }: AccountModel) =>
    sorted([...users].filter(([, user]) => user.groups.has(name)).map(([user]) => user));
  return [
    ...holderReads("Group", name, of),
    read(
      "iam:GetGroup",
      { GroupName: name },
      ({ Users }) => Users.map(({ UserName }) => low(UserName)),
      found(of, (_, model) => members(model)),
    ),
  ];
});

const roles = ["r0", "r1"].flatMap((name) => {
  const of = ({ roles }: AccountModel) => roles.get(name);
  return [
    ...holderReads("Role", name, of),
    read(
      "iam:GetRole",
      { RoleName: name },
      ({ Role }) => Role.PermissionsBoundary?.PermissionsBoundaryArn ?? "",
      found(of, ({ boundary }) => (boundary === undefined ? "" : arnOf(boundary))),
    ),
  ];
});

const policies = ["p0", "p1"].map((name) =>
  read(
    "iam:GetPolicy",
    { PolicyArn: arnOf(name) },
    ({ Policy: policy }) => [
      policy?.AttachmentCount,
      policy?.PermissionsBoundaryUsageCount,
      policy?.DefaultVersionId,
    ],
    found(
      (model) => model.policies.get(name),
      (policy, model) => [attachments(model, name), boundaries(model, name), `v${policy.default}`],
    ),
  ),
);

const whole = [
  read(
    "iam:GetAccountSummary",
    {},
    ({ SummaryMap: map }) => [map?.Users, map?.Groups, map?.Roles, map?.Policies, map?.PolicyVersionsInUse],
    ({ users, groups, roles, policies }) => [
      users.size,
      groups.size,
      roles.size,
      policies.size,
      [...policies.values()].reduce((sum, { versions }) => sum + versions.size, 0),
    ],
  ),
  read(
    "iam:ListUsers",
    {},
    ({ Users }) => Users.map(({ UserName }) => low(UserName)),
    (model) => sorted(model.users.keys()),
  ),
  read(
    "iam:ListRoles",
    {},
    ({ Roles }) => Roles.map(({ RoleName }) => low(RoleName)),
    (model) => sorted(model.roles.keys()),
  ),
  read(
    "iam:ListInstanceProfiles",
    {},
    ({ InstanceProfiles }) =>
      InstanceProfiles.map(({ InstanceProfileName, Roles: [role] }) => [
        low(InstanceProfileName),
        low(role?.RoleName),
      ]),
    ({ profiles }) => [...profiles].map(([name, role]) => [name, role ?? ""]).sort(),
  ),
];

/** Together they tell everything that the model holds. */
export const modelledReads: readonly Read[] = [...users, ...groups, ...roles, ...policies, ...whole];
