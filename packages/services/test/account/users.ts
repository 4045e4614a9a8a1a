import { emptyHands, holderCommands, holderReads, holds } from "./holders.ts";
import { CONFLICT, command, type Deletion, found, type Kind, NONE, read, TAKEN } from "./kind.ts";
import { rename, type UserModel } from "./model.ts";
import { low, pick, sorted, user, userNames } from "./names.ts";

const newUser = (): UserModel => ({
  attached: new Set(),
  inline: new Set(),
  tags: new Map(),
  groups: new Set(),
  devices: new Set(),
  accessKeys: new Map(),
  certificates: new Map(),
  sshKeys: new Map(),
  serviceCredentials: new Map(),
  boundary: undefined,
  password: undefined,
});

function belongings(held: UserModel): boolean {
  const { groups, devices, accessKeys, certificates, sshKeys, serviceCredentials } = held;
  const all = [groups, devices, accessKeys, certificates, sshKeys, serviceCredentials];
  return holds(held) || held.password !== undefined || all.some(({ size }) => size > 0);
}

export const users: Kind = {
  commands: [
    ({ users }, step, spell) => {
      const name = user(step);
      return command("iam:CreateUser", { UserName: spell(name) }, users.has(name) && TAKEN, () =>
        users.set(name, newUser()),
      );
    },
    ({ users }, step, spell) => {
      const held = users.get(user(step));
      const error = held === undefined ? NONE : belongings(held) && CONFLICT;
      return command("iam:DeleteUser", { UserName: spell(user(step)) }, error, () =>
        users.delete(user(step)),
      );
    },
    ({ users }, step, spell) => {
      const [from, to] = [user(step), pick(userNames, step.second)];
      const error = !users.has(from) ? NONE : from !== to && users.has(to) && TAKEN;
      const input = { UserName: from, NewUserName: spell(to), NewPath: `/${step.second}/` };
      return command("iam:UpdateUser", input, error, () => rename(users, from, to));
    },
    ...holderCommands("User", user, ({ users }, name) => users.get(name)),
  ],
  reads: [
    read(
      "iam:ListUsers",
      {},
      ({ Users }) => Users.map(({ UserName }) => low(UserName)),
      ({ users }) => sorted(users.keys()),
    ),
    ...userNames.flatMap((name) => [
      ...holderReads("User", name, ({ users }) => users.get(name)),
      read(
        "iam:ListGroupsForUser",
        { UserName: name },
        ({ Groups }) => sorted(Groups.map(({ GroupName }) => low(GroupName))),
        found(
          ({ users }) => users.get(name),
          ({ groups }) => sorted(groups),
        ),
      ),
    ]),
  ],
  clearing: ({ users }) =>
    [...users].flatMap(([UserName, held]): readonly Deletion[] => [
      ...emptyHands("User", UserName, held),
      ...[...held.groups].map((GroupName): Deletion => ["iam:RemoveUserFromGroup", { UserName, GroupName }]),
      ["iam:DeleteUser", { UserName }],
    ]),
};
