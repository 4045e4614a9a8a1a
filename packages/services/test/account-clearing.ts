import type { OperationId } from "@portcullis/services";
import { arnOf } from "./account-commands.ts";
import type { AccountModel, Held } from "./account-model.ts";

type Deletion = readonly [id: OperationId, input: object];

/** Takes everything in an account apart by the operations alone; each of them succeeds in this order. */
export function clearing(model: AccountModel): readonly Deletion[] {
  return [
    ...[...model.profiles].flatMap(([InstanceProfileName, RoleName]): Deletion[] => [
      ...(RoleName === undefined
        ? []
        : [["iam:RemoveRoleFromInstanceProfile", { InstanceProfileName, RoleName }] as const]),
      ["iam:DeleteInstanceProfile", { InstanceProfileName }],
    ]),
    ...[...model.users].flatMap(([UserName, user]): Deletion[] => [
      ...held("User", UserName, user),
      ...[...user.groups].map((GroupName): Deletion => ["iam:RemoveUserFromGroup", { UserName, GroupName }]),
      ["iam:DeleteUser", { UserName }],
    ]),
    ...[...model.groups].flatMap(([GroupName, group]): Deletion[] => [
      ...held("Group", GroupName, group),
      ["iam:DeleteGroup", { GroupName }],
    ]),
    ...[...model.roles].flatMap(([RoleName, role]): Deletion[] => [
      ...held("Role", RoleName, role),
      ["iam:DeleteRole", { RoleName }],
    ]),
    ...[...model.policies].flatMap(([name, policy]): Deletion[] => {
      const PolicyArn = arnOf(name);
      const others = [...policy.versions].filter((number) => number !== policy.default);
      return [
        ...others.map(
          (number): Deletion => ["iam:DeletePolicyVersion", { PolicyArn, VersionId: `v${number}` }],
        ),
        ["iam:DeletePolicy", { PolicyArn }],
      ];
    }),
  ];
}

function held(kind: "User" | "Group" | "Role", name: string, { attached, inline }: Held): Deletion[] {
  const of = { [`${kind}Name`]: name };
  return [
    ...[...attached].map((each): Deletion => [`iam:Detach${kind}Policy`, { ...of, PolicyArn: arnOf(each) }]),
    ...[...inline].map((PolicyName): Deletion => [`iam:Delete${kind}Policy`, { ...of, PolicyName }]),
  ];
}
