/**
 * One rule for users, groups and roles. Names of inline policies are unique for each holder, whatever their case; a
 * policy keeps the spelling that it was first put with, as AWS was seen to do.
 */
import {
  foldName,
  type Group,
  type InlinePolicy,
  quotaOf,
  type Role,
  type User,
} from "@portcullis/directory";
import { check, sizeWithoutWhitespace } from "@portcullis/policy";
import type { OperationId } from "../../framework/api.ts";
import { type Call, type Done, done, type Failed } from "../../framework/call.ts";
import { serviceLinkedRefusal } from "../roles/service-linked.ts";

type Holder = User | Group | Role;
type Nothing = Readonly<Record<string, never>>;

const sizeOf = { user: "userInlineSize", group: "groupInlineSize", role: "roleInlineSize" } as const;

/** Takes the place of a policy with the same name. The sizes of all of a holder's inline policies add up. */
export function putInline(
  call: Call<OperationId>,
  holder: Holder,
  name: string,
  text: string,
): Done<Nothing> | Failed {
  const protectedRole = serviceLinkedRefusal(holder);
  if (protectedRole !== undefined) return protectedRole;
  const finding = check("identity", text, { partition: call.world.partition })[0];
  if (finding !== undefined) {
    return { kind: "failed", failure: { code: "MalformedPolicyDocument", message: finding.message } };
  }
  const put = { name: inlinePolicy(holder, name)?.name ?? name, text };
  const others = holder.inline.filter((policy) => policy.name !== put.name);
  const size = [...others, put].reduce((sum, policy) => sum + sizeWithoutWhitespace(policy.text), 0);
  const limit = quotaOf(call.home, sizeOf[holder.kind]);
  if (size > limit) {
    return {
      kind: "failed",
      failure: {
        code: "LimitExceeded",
        message: `Maximum policy size of ${limit} bytes exceeded for ${holder.kind} ${holder.name}`,
      },
    };
  }
  return done({ put: [{ ...holder, inline: [...others, put] }] }, {});
}

/** Older states may hold names that differ in case alone: each is found by its own spelling. */
export function inlinePolicy(holder: Holder, name: string): InlinePolicy | undefined {
  return (
    holder.inline.find((policy) => policy.name === name) ??
    holder.inline.find((policy) => foldName(policy.name) === foldName(name))
  );
}

export function noSuchInline(holder: Holder, name: string): Failed {
  return {
    kind: "failed",
    failure: {
      code: "NoSuchEntity",
      message: `The ${holder.kind} policy with name ${name} cannot be found.`,
    },
  };
}

export function deleteInline(holder: Holder, name: string): Done<Nothing> | Failed {
  const protectedRole = serviceLinkedRefusal(holder);
  if (protectedRole !== undefined) return protectedRole;
  const known = inlinePolicy(holder, name);
  if (known === undefined) return noSuchInline(holder, name);
  return done({ put: [{ ...holder, inline: holder.inline.filter((policy) => policy !== known) }] }, {});
}

export function inlineEntries(
  holder: Holder,
  after: string | undefined,
): readonly (readonly [string, string])[] {
  return holder.inline
    .map(({ name }) => [name, name] as const)
    .filter(([key]) => after === undefined || key > after)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
