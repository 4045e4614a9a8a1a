/** One rule for users, groups and roles. */
import {
  foldName,
  type Group,
  parseArn,
  parseIamResource,
  type Role,
  type User,
} from "@portcullis/directory";
import type { OperationId } from "../../framework/api.ts";
import { type Call, type Done, done, type Failed } from "../../framework/call.ts";
import { overQuota } from "../limits.ts";
import { managedPolicyExists } from "../policies/find-policy.ts";
import { serviceLinkedRefusal } from "../roles/service-linked.ts";

type Holder = User | Group | Role;
type Nothing = Readonly<Record<string, never>>;

const quotaOf = { user: "policiesPerUser", group: "policiesPerGroup", role: "policiesPerRole" } as const;

/** Attaching what is attached is no error. */
export function attach(call: Call<OperationId>, holder: Holder, arn: string): Done<Nothing> | Failed {
  const protectedRole = serviceLinkedRefusal(holder);
  if (protectedRole !== undefined) return protectedRole;
  if (!managedPolicyExists(call, call.account, arn)) {
    return {
      kind: "failed",
      failure: { code: "NoSuchEntity", message: `Policy ${arn} does not exist or is not attachable.` },
    };
  }
  if (holder.attached.includes(arn)) return done({}, {});
  const refused = overQuota(quotaOf[holder.kind], holder.attached.length + 1);
  if (refused !== undefined) return { kind: "failed", failure: refused };
  return done({ put: [{ ...holder, attached: [...holder.attached, arn] }] }, {});
}

export function detach(holder: Holder, arn: string): Done<Nothing> | Failed {
  const protectedRole = serviceLinkedRefusal(holder);
  if (protectedRole !== undefined) return protectedRole;
  if (!holder.attached.includes(arn)) {
    return {
      kind: "failed",
      failure: { code: "NoSuchEntity", message: `Policy ${arn} was not found.` },
    };
  }
  return done({ put: [{ ...holder, attached: holder.attached.filter((each) => each !== arn) }] }, {});
}

interface AttachedForm {
  readonly PolicyName: string;
  readonly PolicyArn: string;
}

/** The managed policies of a holder, by name. */
export function attachedEntries(
  holder: Holder,
  pathPrefix: string | undefined,
  after: string | undefined,
): readonly (readonly [string, AttachedForm])[] {
  const prefix = pathPrefix ?? "/";
  return holder.attached
    .flatMap((arn): readonly (readonly [string, AttachedForm])[] => {
      const resource = parseIamResource(parseArn(arn)?.resource ?? "");
      if (resource === undefined || !resource.path.startsWith(prefix)) return [];
      // Short, since markers hold it: an account's policies have unique names, and AWS's are told apart.
      const whose = parseArn(arn)?.account === "aws" ? "aws" : "own";
      return [[`${foldName(resource.name)} ${whose}`, { PolicyName: resource.name, PolicyArn: arn }]];
    })
    .filter(([key]) => after === undefined || key > after)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
