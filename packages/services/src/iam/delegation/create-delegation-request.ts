import {
  type DelegationParameter,
  type DelegationRequest,
  type DelegationTemplate,
  delegationTemplateArn,
  parseArn,
  quotas,
  SEPARATOR,
} from "@portcullis/directory";
import type { Failure } from "../../framework/api.ts";
import { type Call, done } from "../../framework/call.ts";
import type { Perhaps } from "../../framework/found.ts";
import { operation } from "../../framework/operation.ts";
import { newUuid } from "../../framework/uuid.ts";
import { overQuota } from "../limits.ts";
import { requestBase } from "./find-request.ts";
import { isGone, stateOf } from "./state-of.ts";
import { policyFor } from "./template-policy.ts";

type CreateCall = Call<"iam:CreateDelegationRequest">;

/**
 * A partner's wish, made from a template that the operator registered for the partner's account. It is counted among the
 * partner's requests alone, whomever it asks, and whether there is such an account is not told.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateDelegationRequest.html
 */
export const createDelegationRequest = operation("iam:CreateDelegationRequest", {
  changes: "installation",
  find: (call) => ({ request: newRequest(call) }),
  run(call) {
    const { input, account, world, now } = call;
    const wrongChannel = channelProblem(call);
    if (wrongChannel !== undefined) return call.fail("InvalidInput", wrongChannel);
    const template = templateOf(call);
    if (template === undefined) {
      return call.fail(
        "InvalidInput",
        `The policy template ${input.Permissions.PolicyTemplateArn ?? ""} is not registered for account ${account}.`,
      );
    }
    const parameters = parametersOf(input.Permissions.Parameters ?? []);
    if (parameters === undefined) {
      return call.fail("InvalidInput", "A parameter has no name, no type or no values.");
    }
    const made = policyFor(world.partition, template.text, parameters);
    if ("problem" in made) return call.fail("InvalidInput", made.problem);
    const room = makeRoom(call);
    if ("code" in room) return { kind: "failed", failure: room };
    const id = call.found.request.label;
    const request: DelegationRequest = {
      kind: "delegation-request",
      id,
      requestor: account,
      requestorName: template.partner,
      template: template.id,
      generation: template.generation,
      parameters,
      policy: made.policy,
      description: input.Description,
      ...(input.RequestMessage === undefined ? {} : { message: input.RequestMessage }),
      workflow: input.RequestorWorkflowId,
      ...(input.RedirectUrl === undefined ? {} : { redirectUrl: input.RedirectUrl }),
      channel: input.NotificationChannel,
      duration: input.SessionDuration,
      onlySendByOwner: input.OnlySendByOwner ?? false,
      ...(input.OwnerAccountId === undefined ? {} : { ownerAccount: input.OwnerAccountId }),
      state: "UNASSIGNED",
      since: now,
      created: now,
      updated: now,
    };
    return done({ put: [request], remove: room.remove }, { DelegationRequestId: id });
  },
});

function newRequest(call: CreateCall): Perhaps<DelegationRequest> {
  const { account, input } = call;
  return {
    ...requestBase(call, account, newUuid(call.draw.bytes)),
    entity: undefined,
    tags: undefined,
    keys: new Map([
      ["iam:delegationduration", [String(input.SessionDuration)]],
      ["iam:notificationchannel", [input.NotificationChannel]],
      ...(input.Permissions.PolicyTemplateArn === undefined
        ? []
        : [["iam:templatearn", [input.Permissions.PolicyTemplateArn]] as const]),
    ]),
    // Nobody knows its id yet.
    spoken: requestBase(call, account, "*").arn,
    expect: "perhaps",
  };
}

/** "IAM will not accept SNS topics from other accounts." */
function channelProblem({ input, account, world }: CreateCall): string | undefined {
  const topic = parseArn(input.NotificationChannel);
  const own = topic?.service === "sns" && topic.account === account && topic.partition === world.partition;
  return own ? undefined : `The notification channel must be an SNS topic of account ${account}.`;
}

/** Whose a template is that the account has not is not told. */
function templateOf({ input, account, world }: CreateCall): DelegationTemplate | undefined {
  const arn = input.Permissions.PolicyTemplateArn;
  const name = arn?.slice(arn.indexOf("/") + 1) ?? "";
  const template = world.installation.byId["delegation-template"].get(name);
  if (template?.account !== account || delegationTemplateArn(world.partition, name) !== arn) return undefined;
  return template;
}

function parametersOf(
  given: NonNullable<CreateCall["input"]["Permissions"]["Parameters"]>,
): readonly DelegationParameter[] | undefined {
  const parameters: DelegationParameter[] = [];
  for (const { Name, Type, Values } of given) {
    if (Name === undefined || Type === undefined || Values === undefined) return undefined;
    parameters.push({ name: Name, type: Type, values: Values });
  }
  return parameters;
}

/**
 * What goes to make room for one more, or why there is none. Requests that expired long ago go, and the oldest expired
 * one where that is not enough; those that are under way stay. A name that the partner gave is free again with them.
 */
function makeRoom(call: CreateCall): { readonly remove: readonly DelegationRequest[] } | Failure {
  const { account, input, now, world } = call;
  const remove: DelegationRequest[] = [];
  let oldest: DelegationRequest | undefined;
  let stay = 0;
  const own = world.installation.indexes.delegationRequestsByRequestor.startingWith(account + SEPARATOR);
  for (const [, request] of own) {
    if (isGone(request, now)) {
      remove.push(request);
      continue;
    }
    if (request.workflow === input.RequestorWorkflowId) {
      return {
        code: "EntityAlreadyExists",
        message: `A delegation request with the requestor workflow id ${request.workflow} already exists.`,
      };
    }
    stay++;
    if (oldest === undefined && stateOf(request, world.installation, now) === "EXPIRED") oldest = request;
  }
  if (stay >= quotas.delegationRequests.limit && oldest !== undefined) {
    remove.push(oldest);
    stay--;
  }
  return overQuota(call.home, "delegationRequests", stay + 1) ?? { remove };
}
