import { command, found, type Kind, type Make, NONE, type Read, read, type Step } from "./kind.ts";
import type { AccountModel } from "./model.ts";
import { policy, policyArn, role, roleNames, user, userNames } from "./names.ts";

type Find = (model: AccountModel, name: string) => { boundary: string | undefined } | undefined;

export function boundaries({ users, roles }: AccountModel, policy: string): number {
  return [...users.values(), ...roles.values()].filter(({ boundary }) => boundary === policy).length;
}

function boundaryCommands(
  kind: "User" | "Role",
  nameOf: (step: Step) => string,
  find: Find,
): readonly Make[] {
  const input = (name: string, more = {}) => ({ [`${kind}Name`]: name, ...more }) as never;
  const ids = [`iam:Put${kind}PermissionsBoundary`, `iam:Delete${kind}PermissionsBoundary`] as const;
  return [
    (model, step, spell) => {
      const held = find(model, nameOf(step));
      const known = held !== undefined && model.policies.has(policy(step));
      const given = input(spell(nameOf(step)), { PermissionsBoundary: policyArn(policy(step)) });
      return command(ids[0], given, !known && NONE, () => {
        if (held !== undefined) held.boundary = policy(step);
      });
    },
    (model, step, spell) => {
      const held = find(model, nameOf(step));
      return command(ids[1], input(spell(nameOf(step))), held?.boundary === undefined && NONE, () => {
        if (held !== undefined) held.boundary = undefined;
      });
    },
  ];
}

interface Bounded {
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn?: string | undefined } | undefined;
}
const arn = (held: Bounded): string => held.PermissionsBoundary?.PermissionsBoundaryArn ?? "";
const expected = (name: string, find: Find): Read["expect"] =>
  found(
    (model) => find(model, name),
    ({ boundary }) => (boundary === undefined ? "" : policyArn(boundary)),
  );
const ofUser: Find = ({ users }, name) => users.get(name);
const ofRole: Find = ({ roles }, name) => roles.get(name);

/** They go with who has them. */
export const permissionsBoundaries: Kind = {
  commands: [...boundaryCommands("User", user, ofUser), ...boundaryCommands("Role", role, ofRole)],
  reads: [
    ...userNames.map((name) =>
      read("iam:GetUser", { UserName: name }, ({ User }) => arn(User), expected(name, ofUser)),
    ),
    ...roleNames.map((name) =>
      read("iam:GetRole", { RoleName: name }, ({ Role }) => arn(Role), expected(name, ofRole)),
    ),
  ],
  clearing: () => [],
};
