import { trust } from "../people.ts";
import { emptyHands, holderCommands, holderReads, holds } from "./holders.ts";
import { CONFLICT, command, type Deletion, type Kind, NONE, read, TAKEN } from "./kind.ts";
import { low, role, roleNames, sorted } from "./names.ts";

export const roles: Kind = {
  commands: [
    ({ roles }, step, spell) => {
      const name = role(step);
      const input = { RoleName: spell(name), AssumeRolePolicyDocument: trust({ AWS: "123456789012" }) };
      return command("iam:CreateRole", input, roles.has(name) && TAKEN, () =>
        roles.set(name, { attached: new Set(), inline: new Set(), tags: new Map(), boundary: undefined }),
      );
    },
    ({ roles, profiles }, step, spell) => {
      const name = role(step);
      const held = roles.get(name);
      const used = [...profiles.values()].some((profile) => profile.role === name);
      const error = held === undefined ? NONE : (holds(held) || used) && CONFLICT;
      return command("iam:DeleteRole", { RoleName: spell(name) }, error, () => roles.delete(name));
    },
    ...holderCommands("Role", role, ({ roles }, name) => roles.get(name)),
  ],
  reads: [
    read(
      "iam:ListRoles",
      {},
      ({ Roles }) => sorted(Roles.map(({ RoleName }) => low(RoleName))),
      ({ roles, linked }) => sorted([...roles.keys(), ...[...linked].map(low)]),
    ),
    ...roleNames.flatMap((name) => holderReads("Role", name, ({ roles }) => roles.get(name))),
  ],
  clearing: ({ roles }) =>
    [...roles].flatMap(([RoleName, held]): readonly Deletion[] => [
      ...emptyHands("Role", RoleName, held),
      ["iam:DeleteRole", { RoleName }],
    ]),
};
