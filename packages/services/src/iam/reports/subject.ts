import {
  foldName,
  parseArn,
  parseIamResource,
  type RealmState,
  type Role,
  SEPARATOR,
  type User,
} from "@portcullis/directory";
import type { Grants } from "@portcullis/policy";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import type { Existing } from "../../framework/found.ts";
import type { Slices } from "../../framework/slices.ts";
import { findManagedPolicy } from "../policies/find-managed-policy.ts";
import { findByArn } from "../resources.ts";
import { grantsOfAll } from "./known-grants.ts";
import { policiesOf } from "./policies-of.ts";

/** What a report of last accesses is about: what its policies open, and who could have used them. */
export interface Subject {
  readonly grants: () => Slices<readonly Grants[]>;
  /** Of a user or role itself; of a group its members; of a policy everybody who has it, also by a group. */
  readonly entities: readonly (User | Role)[];
}

export const isPolicy = (arn: string): boolean => {
  const parts = parseArn(arn);
  return parts?.service === "iam" && parseIamResource(parts.resource)?.type === "policy";
};

/** A user, group, role or managed policy, as whoever asks for a report names it. */
export function findSubject(call: Call<OperationId>, arn: string): Existing<unknown> {
  return isPolicy(arn) ? findManagedPolicy(call, arn, `ARN ${arn} not found`) : findByArn(call, arn);
}

/** By the ARN that it truly has. undefined: there is none such, or no more. */
export function subjectOf(call: Call<OperationId>, arn: string): Subject | undefined {
  const entities = entitiesOf(call.home, arn);
  if (isPolicy(arn)) {
    const policy = findManagedPolicy(call, arn).entity;
    const text = policy?.versions.find(({ number }) => number === policy.defaultVersion)?.text;
    return text === undefined ? undefined : { grants: () => grantsOfAll([text]), entities };
  }
  const found = findByArn(call, arn);
  const holder = found.entity;
  // A namesake on another path is somebody else, whom the report was not permitted for.
  if (holder === undefined || found.arn !== arn) return undefined;
  return { grants: () => grantsOfAll(policiesOf(call, holder).map(({ text }) => text)), entities };
}

/** Who could have used what the ARN stands for, each once, by name: users first. Looks at the name alone. */
export function entitiesOf(home: RealmState, arn: string): readonly (User | Role)[] {
  const { type, name } = parseIamResource(parseArn(arn)?.resource ?? "") ?? { type: "", name: "" };
  const { usersByName, groupsByName, rolesByName, members } = home.indexes;
  const membersOf = (group: string): readonly User[] =>
    [...members.startingWith(group + SEPARATOR)].map(([, user]) => user);
  const found = (entity: User | Role | undefined) => (entity === undefined ? [] : [entity]);
  switch (type) {
    case "user":
      return found(usersByName.get(foldName(name)));
    case "role":
      return found(rolesByName.get(foldName(name)));
    case "group":
      return membersOf(groupsByName.get(foldName(name))?.id ?? "");
    case "policy":
      return holdersOf(home, arn, membersOf);
    default:
      return [];
  }
}

function holdersOf(
  { indexes }: RealmState,
  arn: string,
  membersOf: (group: string) => readonly User[],
): readonly (User | Role)[] {
  const attached = arn + SEPARATOR;
  const users = new Map(
    [...indexes.userAttachments.startingWith(attached)].map(([, user]) => [user.id, user]),
  );
  for (const [, group] of indexes.groupAttachments.startingWith(attached))
    for (const user of membersOf(group.id)) users.set(user.id, user);
  const byName = [...users.values()].sort((a, b) => (foldName(a.name) < foldName(b.name) ? -1 : 1));
  return [...byName, ...[...indexes.roleAttachments.startingWith(attached)].map(([, role]) => role)];
}
