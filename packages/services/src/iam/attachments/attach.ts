/** One rule for users, groups and roles. */
import { type Group, parseArn, parseIamResource, type Role, type User } from "@portcullis/directory";
import type { OperationId } from "../../framework/api.ts";
import { type Call, type Done, done, type Failed } from "../../framework/call.ts";
import { overQuota } from "../limits.ts";
import { attachable, notAttachable } from "../policies/attachable.ts";
import { missingPolicy } from "../policies/find-policy.ts";
import { isPolicyArn, notAPolicy, unfitArn } from "../policies/policy-arn.ts";
import { policyKey } from "../policies/policy-key.ts";
import { serviceLinkedRefusal } from "../roles/service-linked.ts";

type Holder = User | Group | Role;
type Nothing = Readonly<Record<string, never>>;

const quotaOf = { user: "policiesPerUser", group: "policiesPerGroup", role: "policiesPerRole" } as const;

/** Attaching what is attached is no error. */
export function attach(call: Call<OperationId>, holder: Holder, arn: string): Done<Nothing> | Failed {
  const protectedRole = serviceLinkedRefusal(holder);
  if (protectedRole !== undefined) return protectedRole;
  switch (attachable(call, call.account, arn)) {
    case "not-a-policy":
      return { kind: "failed", failure: notAPolicy(arn, unfitArn(arn)) };
    case "absent":
      return { kind: "failed", failure: { code: "NoSuchEntity", message: missingPolicy.toUse(arn) } };
    case "of-a-service":
      return { kind: "failed", failure: notAttachable(holder.kind) };
    case "policy":
  }
  if (holder.attached.includes(arn)) return done({}, {});
  const refused = overQuota(call.home, quotaOf[holder.kind], holder.attached.length + 1);
  if (refused !== undefined) return { kind: "failed", failure: refused };
  return done({ put: [{ ...holder, attached: [...holder.attached, arn] }] }, {});
}

export function detach(holder: Holder, arn: string): Done<Nothing> | Failed {
  const protectedRole = serviceLinkedRefusal(holder);
  if (protectedRole !== undefined) return protectedRole;
  if (!isPolicyArn(arn)) return { kind: "failed", failure: notAPolicy(arn, unfitArn(arn)) };
  if (!holder.attached.includes(arn)) {
    return { kind: "failed", failure: { code: "NoSuchEntity", message: missingPolicy.toRead(arn) } };
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
      return [[policyKey(resource.name, arn), { PolicyName: resource.name, PolicyArn: arn }]];
    })
    .filter(([key]) => after === undefined || key > after)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
