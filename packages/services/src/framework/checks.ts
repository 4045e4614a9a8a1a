import { type Guard, guardOf } from "@portcullis/aws-model";
import type { Check, Tag } from "@portcullis/directory";
import type { OperationId } from "./api.ts";
import type { Call } from "./call.ts";
import type { Existing, Found, Perhaps } from "./found.ts";
import { spokenAll } from "./spoken.table.ts";

type AnyFound = Existing<unknown> | Perhaps<unknown>;

/** The operation's own action on something found. */
export function self(call: Call<OperationId>, found: AnyFound): Check {
  return check(call, ownAction(call.id), found);
}

/** The operation's own action on `*`, for what has no resource of its own. */
export function selfOnAll(call: Call<OperationId>): Check {
  return {
    action: ownAction(call.id),
    target: { arn: "*", account: call.account, spoken: spokenAll(call) },
    ...requestContext(call, undefined),
  };
}

/** Some action on something found, with the keys that the request gives. */
export function check(call: Call<OperationId>, action: string, found: AnyFound): Check {
  return {
    action,
    target: {
      arn: found.arn,
      account: found.account,
      policy: found.policy,
      ...(found.spoken === undefined ? {} : { spoken: found.spoken }),
    },
    resourceTags: found.tags,
    resourceAccount: found.account,
    ...requestContext(call, found),
  };
}

/**
 * iam:PassRole on a role that is handed to a service: asked for wherever a role is handed over.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function passRole(role: AnyFound, service: string): Check {
  return {
    action: "iam:PassRole",
    target: { arn: role.arn, account: role.account },
    resourceTags: role.tags,
    resourceAccount: role.account,
    keys: new Map([["iam:passedtoservice", [service]]]),
  };
}

/** What the guard says where the operation says nothing more: its own action, and those that it depends on. */
export function defaultChecks(call: Call<OperationId>, found: Found): readonly Check[] {
  const { resourceTypes, action, dependentActions } = guard(call.id);
  if (action === undefined) return [];
  if (resourceTypes.length === 0) return [selfOnAll(call)];
  const target = Object.values(found).find((each) => resourceTypes.includes(each.type));
  if (target === undefined) throw new Error(`${call.id} finds nothing of the types that guard it`);
  const input = (call.input ?? {}) as Readonly<Record<string, unknown>>;
  const dependent = dependentActions.filter(({ when }) => when === undefined || isGiven(input[when]));
  return [self(call, target), ...dependent.map((each) => check(call, each.action, target))];
}

/** An empty list asks for nothing. */
function isGiven(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** The action that guards an operation. Throws where it has none: such an operation gives its own checks. */
function ownAction(id: OperationId): string {
  const { action } = guard(id);
  if (action === undefined) throw new Error(`${id} has no action of its own`);
  return action;
}

const guards = new Map<OperationId, Guard>();

function guard(id: OperationId): Guard {
  const known = guards.get(id);
  if (known !== undefined) return known;
  const [service, name] = id.split(":") as [Parameters<typeof guardOf>[0], string];
  const found = guardOf(service, name);
  guards.set(id, found);
  return found;
}

/** The condition keys that come from the request itself, where the guard lists them. */
function requestContext(
  call: Call<OperationId>,
  found: AnyFound | undefined,
): Pick<Check, "requestTags" | "tagKeys" | "keys"> {
  const input = (call.input ?? {}) as {
    readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
    readonly TagKeys?: readonly string[];
    readonly PolicyArn?: string;
    readonly PermissionsBoundary?: string;
    readonly AWSServiceName?: string;
    readonly ServiceName?: string;
    readonly CredentialAgeDays?: number;
  };
  const keys = new Map<string, readonly string[]>(found?.keys);
  const { conditionKeys } = guard(call.id);
  if (conditionKeys.includes("iam:PolicyARN") && input.PolicyArn !== undefined) {
    keys.set("iam:policyarn", [input.PolicyArn]);
  }
  if (conditionKeys.includes("iam:AWSServiceName") && input.AWSServiceName !== undefined) {
    keys.set("iam:awsservicename", [input.AWSServiceName]);
  }
  if (conditionKeys.includes("iam:PermissionsBoundary")) {
    const boundary = input.PermissionsBoundary ?? found?.boundary;
    if (boundary !== undefined) keys.set("iam:permissionsboundary", [boundary]);
  }
  if (conditionKeys.includes("iam:ServiceSpecificCredentialServiceName") && input.ServiceName !== undefined) {
    keys.set("iam:servicespecificcredentialservicename", [input.ServiceName]);
  }
  if (
    conditionKeys.includes("iam:ServiceSpecificCredentialAgeDays") &&
    input.CredentialAgeDays !== undefined
  ) {
    keys.set("iam:servicespecificcredentialagedays", [String(input.CredentialAgeDays)]);
  }
  const requestTags = input.Tags?.map(({ Key, Value }): Tag => ({ key: Key, value: Value }));
  return {
    ...(requestTags === undefined ? {} : { requestTags }),
    ...(input.TagKeys === undefined ? {} : { tagKeys: input.TagKeys }),
    ...(keys.size === 0 ? {} : { keys }),
  };
}
