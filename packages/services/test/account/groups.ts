import { emptyHands, holderCommands, holderReads, holds } from "./holders.ts";
import { CONFLICT, command, type Deletion, found, type Kind, NONE, read, TAKEN } from "./kind.ts";
import { type AccountModel, rename } from "./model.ts";
import { group, groupNames, low, pick, sorted, user } from "./names.ts";

const membersOf = ({ users }: AccountModel, name: string): readonly string[] =>
  sorted([...users].filter(([, { groups }]) => groups.has(name)).map(([user]) => user));

export const groups: Kind = {
  commands: [
    ({ groups }, step, spell) => {
      const name = group(step);
      return command("iam:CreateGroup", { GroupName: spell(name) }, groups.has(name) && TAKEN, () =>
        groups.set(name, { attached: new Set(), inline: new Set() }),
      );
    },
    (model, step, spell) => {
      const name = group(step);
      const held = model.groups.get(name);
      const busy = holds(held) || membersOf(model, name).length > 0;
      const error = held === undefined ? NONE : busy && CONFLICT;
      return command("iam:DeleteGroup", { GroupName: spell(name) }, error, () => model.groups.delete(name));
    },
    ({ groups, users }, step, spell) => {
      const [from, to] = [group(step), pick(groupNames, step.name)];
      const error = !groups.has(from) ? NONE : from !== to && groups.has(to) && TAKEN;
      return command("iam:UpdateGroup", { GroupName: from, NewGroupName: spell(to) }, error, () => {
        rename(groups, from, to);
        for (const each of users.values()) if (each.groups.delete(from)) each.groups.add(to);
      });
    },
    ({ groups, users }, step, spell) => {
      const member = users.get(user(step));
      const known = member !== undefined && groups.has(group(step));
      const input = { UserName: spell(user(step)), GroupName: spell(group(step)) };
      return command("iam:AddUserToGroup", input, !known && NONE, () => member?.groups.add(group(step)));
    },
    ({ groups, users }, step, spell) => {
      const member = users.get(user(step));
      const known = member !== undefined && groups.has(group(step));
      const input = { UserName: spell(user(step)), GroupName: spell(group(step)) };
      return command("iam:RemoveUserFromGroup", input, !known && NONE, () =>
        member?.groups.delete(group(step)),
      );
    },
    ...holderCommands("Group", group, ({ groups }, name) => groups.get(name)),
  ],
  reads: groupNames.flatMap((name) => [
    ...holderReads("Group", name, ({ groups }) => groups.get(name)),
    read(
      "iam:GetGroup",
      { GroupName: name },
      ({ Users }) => Users.map(({ UserName }) => low(UserName)),
      found(
        ({ groups }) => groups.get(name),
        (_, model) => membersOf(model, name),
      ),
    ),
  ]),
  clearing: ({ groups }) =>
    [...groups].flatMap(([GroupName, held]): readonly Deletion[] => [
      ...emptyHands("Group", GroupName, held),
      ["iam:DeleteGroup", { GroupName }],
    ]),
};
