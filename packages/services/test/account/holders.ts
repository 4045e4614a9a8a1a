import { allow } from "../people.ts";
import { command, type Deletion, found, type Make, NONE, type Read, read, type Step } from "./kind.ts";
import type { AccountModel, Held } from "./model.ts";
import { policy, policyArn, sorted } from "./names.ts";

type HolderKind = "User" | "Group" | "Role";
type Find = (model: AccountModel, name: string) => Held | undefined;

export const holds = (held: Held | undefined): boolean =>
  held !== undefined && (held.attached.size > 0 || held.inline.size > 0);

export function attachments({ users, groups, roles }: AccountModel, policy: string): number {
  const holders: readonly Held[] = [...users.values(), ...groups.values(), ...roles.values()];
  return holders.filter(({ attached }) => attached.has(policy)).length;
}

/** Attach and detach, put and delete of inline policies, for one kind of holder. */
export function holderCommands(
  kind: HolderKind,
  nameOf: (step: Step) => string,
  find: Find,
): readonly Make[] {
  const id = (text: string) => text.replace("*", kind) as "iam:AttachUserPolicy";
  const input = (name: string, more: object) => ({ [`${kind}Name`]: name, ...more }) as never;
  const PolicyDocument = allow("s3:GetObject");
  return [
    (model, step, spell) => {
      const held = find(model, nameOf(step));
      const known = held !== undefined && model.policies.has(policy(step));
      const given = input(spell(nameOf(step)), { PolicyArn: policyArn(policy(step)) });
      return command(id("iam:Attach*Policy"), given, !known && NONE, () => held?.attached.add(policy(step)));
    },
    (model, step, spell) => {
      const held = find(model, nameOf(step));
      const known = held?.attached.has(policy(step)) === true;
      const given = input(spell(nameOf(step)), { PolicyArn: policyArn(policy(step)) });
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

export function holderReads(kind: HolderKind, name: string, find: Find): readonly Read[] {
  const input = { [`${kind}Name`]: name };
  const of = (model: AccountModel) => find(model, name);
  return [
    read(
      `iam:ListAttached${kind}Policies` as "iam:ListAttachedUserPolicies",
      input,
      ({ AttachedPolicies = [] }) => sorted(AttachedPolicies.map(({ PolicyName = "" }) => PolicyName)),
      found(of, ({ attached }) => sorted(attached)),
    ),
    read(
      `iam:List${kind}Policies` as "iam:ListUserPolicies",
      input,
      ({ PolicyNames }) => PolicyNames,
      found(of, ({ inline }) => sorted(inline)),
    ),
  ];
}

export function emptyHands(kind: HolderKind, name: string, { attached, inline }: Held): readonly Deletion[] {
  const of = { [`${kind}Name`]: name };
  return [
    ...[...attached].map(
      (each): Deletion => [`iam:Detach${kind}Policy`, { ...of, PolicyArn: policyArn(each) }],
    ),
    ...[...inline].map((PolicyName): Deletion => [`iam:Delete${kind}Policy`, { ...of, PolicyName }]),
  ];
}
