/** Operations as a property test draws them: what the model says of each, and what it does to the model. */
import type { InputOf, OperationId } from "@portcullis/services";
import {
  type AccountModel,
  attachments,
  boundaries,
  emptyModel,
  type Held,
  rename,
} from "./account-model.ts";
import { allow, trust } from "./people.ts";

/** Names and choices of one step, all of them small so that they meet. */
export interface Step {
  readonly command: number;
  readonly name: number;
  readonly second: number;
  readonly upper: boolean;
}

export interface Command {
  readonly id: OperationId;
  readonly input: object;
  /** The error that the model expects. */
  readonly error: string | undefined;
  readonly apply: () => void;
}

const NONE = "NoSuchEntity";
const TAKEN = "EntityAlreadyExists";
const CONFLICT = "DeleteConflict";
const FULL = "LimitExceeded";

export const arnOf = (policy: string): string => `arn:aws:iam::123456789012:policy/${policy}`;

type Make = (model: AccountModel, step: Step, spell: (name: string) => string) => Command;

function command<I extends OperationId>(
  id: I,
  input: InputOf<I>,
  error: string | undefined | false,
  apply: () => void,
): Command {
  return { id, input: (input ?? {}) as object, error: error === false ? undefined : error, apply };
}

const user = ({ name }: Step) => `u${name % 3}`;
const group = ({ second }: Step) => `g${second % 2}`;
const role = ({ name }: Step) => `r${name % 2}`;
const policy = ({ second }: Step) => `p${second % 2}`;
const profile = ({ second }: Step) => `i${second % 2}`;
const PolicyDocument = allow("s3:GetObject");

const holds = (held: Held | undefined): boolean =>
  held !== undefined && (held.attached.size > 0 || held.inline.size > 0);

/** Attach and detach, put and delete of inline policies, for one kind of holder. */
function holderCommands(
  kind: "User" | "Group" | "Role",
  nameOf: (step: Step) => string,
  find: (model: AccountModel, name: string) => Held | undefined,
): readonly Make[] {
  const id = (text: string) => text.replace("*", kind) as "iam:AttachUserPolicy";
  const input = (name: string, more: object) => ({ [`${kind}Name`]: name, ...more }) as never;
  return [
    (model, step, spell) => {
      const held = find(model, nameOf(step));
      const known = held !== undefined && model.policies.has(policy(step));
      const given = input(spell(nameOf(step)), { PolicyArn: arnOf(policy(step)) });
      return command(id("iam:Attach*Policy"), given, !known && NONE, () => held?.attached.add(policy(step)));
    },
    (model, step, spell) => {
      const held = find(model, nameOf(step));
      const known = held?.attached.has(policy(step)) === true;
      const given = input(spell(nameOf(step)), { PolicyArn: arnOf(policy(step)) });
      return command(id("iam:Detach*Policy"), given, !known && NONE, () =>
        held?.attached.delete(policy(step)),
      );
    },
    (model, step, spell) => {
      const held = find(model, nameOf(step));
      const PolicyName = `own${step.second % 2}`;
      const given = input(spell(nameOf(step)), { PolicyName, PolicyDocument });
      return command(id("iam:Put*Policy"), given, held === undefined && NONE, () =>
        held?.inline.add(PolicyName),
      );
    },
    (model, step, spell) => {
      const held = find(model, nameOf(step));
      const PolicyName = `own${step.second % 2}`;
      const given = input(spell(nameOf(step)), { PolicyName });
      const known = held?.inline.has(PolicyName) === true;
      return command(id("iam:Delete*Policy"), given, !known && NONE, () => held?.inline.delete(PolicyName));
    },
  ];
}

export const commands: readonly Make[] = [
  ...holderCommands("User", user, (model, name) => model.users.get(name)),
  ...holderCommands("Group", group, (model, name) => model.groups.get(name)),
  ...holderCommands("Role", role, (model, name) => model.roles.get(name)),
  ({ users }, step, spell) => {
    const name = user(step);
    return command("iam:CreateUser", { UserName: spell(name) }, users.has(name) && TAKEN, () =>
      users.set(name, {
        attached: new Set(),
        inline: new Set(),
        groups: new Set(),
        boundary: undefined,
      }),
    );
  },
  ({ users }, step, spell) => {
    const held = users.get(user(step));
    const busy = held !== undefined && (holds(held) || held.groups.size > 0);
    const error = held === undefined ? NONE : busy && CONFLICT;
    return command("iam:DeleteUser", { UserName: spell(user(step)) }, error, () => users.delete(user(step)));
  },
  ({ users }, step, spell) => {
    const [from, to] = [user(step), `u${step.second % 3}`];
    const error = !users.has(from) ? NONE : from !== to && users.has(to) && TAKEN;
    const input = { UserName: from, NewUserName: spell(to), NewPath: `/${step.second}/` };
    return command("iam:UpdateUser", input, error, () => rename(users, from, to));
  },
  ({ groups }, step, spell) => {
    const name = group(step);
    return command("iam:CreateGroup", { GroupName: spell(name) }, groups.has(name) && TAKEN, () =>
      groups.set(name, { attached: new Set(), inline: new Set() }),
    );
  },
  ({ groups, users }, step, spell) => {
    const held = groups.get(group(step));
    const members = [...users.values()].some((each) => each.groups.has(group(step)));
    const error = held === undefined ? NONE : (holds(held) || members) && CONFLICT;
    return command("iam:DeleteGroup", { GroupName: spell(group(step)) }, error, () =>
      groups.delete(group(step)),
    );
  },
  ({ groups, users }, step, spell) => {
    const [from, to] = [group(step), `g${step.name % 2}`];
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
  ({ roles }, step, spell) => {
    const name = role(step);
    const input = { RoleName: spell(name), AssumeRolePolicyDocument: trust({ AWS: "123456789012" }) };
    return command("iam:CreateRole", input, roles.has(name) && TAKEN, () =>
      roles.set(name, { attached: new Set(), inline: new Set(), boundary: undefined }),
    );
  },
  ({ roles, profiles }, step, spell) => {
    const held = roles.get(role(step));
    const used = [...profiles.values()].includes(role(step));
    const error = held === undefined ? NONE : (holds(held) || used) && CONFLICT;
    return command("iam:DeleteRole", { RoleName: spell(role(step)) }, error, () => roles.delete(role(step)));
  },
  ({ policies }, step, spell) => {
    const name = policy(step);
    // ARNs are exact, so that policies keep one spelling here.
    void spell;
    return command(
      "iam:CreatePolicy",
      { PolicyName: name, PolicyDocument },
      policies.has(name) && TAKEN,
      () => policies.set(name, { versions: new Set([1]), default: 1, next: 2 }),
    );
  },
  (model, step) => {
    const name = policy(step);
    const known = model.policies.get(name);
    const used = attachments(model, name) + boundaries(model, name) > 0;
    const error = known === undefined ? NONE : (used || known.versions.size > 1) && CONFLICT;
    return command("iam:DeletePolicy", { PolicyArn: arnOf(name) }, error, () => model.policies.delete(name));
  },
  ({ policies }, step) => {
    const known = policies.get(policy(step));
    const error = known === undefined ? NONE : known.versions.size === 5 && FULL;
    const SetAsDefault = step.upper;
    const input = { PolicyArn: arnOf(policy(step)), PolicyDocument, SetAsDefault };
    return command("iam:CreatePolicyVersion", input, error, () => {
      if (known === undefined) return;
      known.versions.add(known.next);
      if (SetAsDefault) known.default = known.next;
      known.next++;
    });
  },
  ({ policies }, step) => {
    const known = policies.get(policy(step));
    const number = 1 + (step.name % 6);
    const missing = known?.versions.has(number) !== true;
    const error = missing ? NONE : known?.default === number && CONFLICT;
    const input = { PolicyArn: arnOf(policy(step)), VersionId: `v${number}` };
    return command("iam:DeletePolicyVersion", input, error, () => known?.versions.delete(number));
  },
  ({ users, policies }, step, spell) => {
    const held = users.get(user(step));
    const known = held !== undefined && policies.has(policy(step));
    const input = { UserName: spell(user(step)), PermissionsBoundary: arnOf(policy(step)) };
    return command("iam:PutUserPermissionsBoundary", input, !known && NONE, () => {
      if (held !== undefined) held.boundary = policy(step);
    });
  },
  ({ users }, step, spell) => {
    const held = users.get(user(step));
    const input = { UserName: spell(user(step)) };
    return command("iam:DeleteUserPermissionsBoundary", input, held?.boundary === undefined && NONE, () => {
      if (held !== undefined) held.boundary = undefined;
    });
  },
  ({ roles, policies }, step, spell) => {
    const held = roles.get(role(step));
    const known = held !== undefined && policies.has(policy(step));
    const input = { RoleName: spell(role(step)), PermissionsBoundary: arnOf(policy(step)) };
    return command("iam:PutRolePermissionsBoundary", input, !known && NONE, () => {
      if (held !== undefined) held.boundary = policy(step);
    });
  },
  ({ profiles }, step, spell) => {
    const name = profile(step);
    return command(
      "iam:CreateInstanceProfile",
      { InstanceProfileName: spell(name) },
      profiles.has(name) && TAKEN,
      () => profiles.set(name, undefined),
    );
  },
  ({ profiles }, step, spell) => {
    const name = profile(step);
    const error = !profiles.has(name) ? NONE : profiles.get(name) !== undefined && CONFLICT;
    return command("iam:DeleteInstanceProfile", { InstanceProfileName: spell(name) }, error, () =>
      profiles.delete(name),
    );
  },
  ({ profiles, roles }, step, spell) => {
    const name = profile(step);
    const known = profiles.has(name) && roles.has(role(step));
    const error = !known ? NONE : profiles.get(name) !== undefined && FULL;
    const input = { InstanceProfileName: spell(name), RoleName: spell(role(step)) };
    return command("iam:AddRoleToInstanceProfile", input, error, () => profiles.set(name, role(step)));
  },
  ({ profiles, roles }, step, spell) => {
    const name = profile(step);
    const known = roles.has(role(step)) && profiles.get(name) === role(step);
    const input = { InstanceProfileName: spell(name), RoleName: spell(role(step)) };
    return command("iam:RemoveRoleFromInstanceProfile", input, !known && NONE, () =>
      profiles.set(name, undefined),
    );
  },
];

/** Steps that make one of everything, so that the steps after them meet something. */
export const making: readonly Step[] = commands.flatMap((make, command) =>
  [0, 1, 2]
    .map((name) => ({ command, name, second: name, upper: false }))
    .filter((step) => make(emptyModel(), step, (name) => name).error === undefined),
);
