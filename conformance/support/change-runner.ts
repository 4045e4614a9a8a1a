import { type Calls, callsOf, credentialsIn, done, type Parameters, textOf } from "./calls.ts";
import { BY_MADE_KEY, CODE, changes, delegationAsked, delegationTemplate, MADE } from "./changes.table.ts";
import { type Phone, phoneIn } from "./phone.ts";
import { preparations } from "./reads.table.ts";
import type { Door } from "./server.ts";
import type { Received } from "./wire.ts";

/** With the ids that answers told, by the elements that they stood in, in the place of `MADE`. */
export function filledFrom(ids: Parameters, parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, value === MADE ? (ids[name] ?? "") : value]),
  );
}

/** With what the MFA device shows in the place of `CODE` and a number of steps. */
export function withCodes(phone: Phone | undefined, parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      value.startsWith(CODE) ? (phone?.code(Number(value.slice(CODE.length))) ?? "") : value,
    ]),
  );
}

/**
 * Makes calls one after another, with the ids that their answers told in the place of `MADE`, and what the MFA device
 * shows that was made in the place of `CODE`.
 */
export function callsWithMadeIds(door: Door, root: Calls) {
  const made: Record<string, string> = {};
  /** Whoever holds the access key that was made. */
  let holder: Calls | undefined;
  let phone: Phone | undefined;
  return {
    made,
    /** The answer of a call that must succeed. */
    async run([action, parameters, by]: (typeof changes)[number]): Promise<Received> {
      const { iam } = by === BY_MADE_KEY && holder !== undefined ? holder : root;
      const answer = await done(iam(action, withCodes(phone, filledFrom(made, parameters))));
      if (action === "CreateVirtualMFADevice") phone = phoneIn(answer);
      for (const [, name = "", id = ""] of answer.body.matchAll(/<(\w+Id)>([^<]*)</g)) made[name] = id;
      if (action === "CreateDelegationRequest")
        made.EntityArn = `arn:aws:iam::${delegationTemplate.RequestorAccountId}:delegation-request/${made.DelegationRequestId}`;
      if (action === "CreateAccessKey") holder = callsOf(door, credentialsIn(answer));
      return answer;
    },
  };
}

/**
 * What has to be there before the changes are made: a template, and a delegation request that somebody took over, so that
 * it can be rejected. Gives the ids by the elements that they stood in.
 */
export async function beforeChanges(operator: Calls, root = operator): Promise<Record<string, string>> {
  await done(operator.own("PutDelegationTemplate", delegationTemplate));
  const request = { ...delegationAsked, RequestorWorkflowId: "first" };
  const DelegationRequestId = textOf(
    await done(root.iam("CreateDelegationRequest", request)),
    "DelegationRequestId",
  );
  await done(root.iam("AssociateDelegationRequest", { DelegationRequestId }));
  return { DelegationRequestId };
}

/** Makes everything that there can be, and takes nothing away but what leaves a task to be read. Gives the ids that were made. */
export async function makeAll(door: Door, root: Calls, operator = root): Promise<Parameters> {
  const { made, run } = callsWithMadeIds(door, root);
  Object.assign(made, await beforeChanges(operator, root));
  for (const change of changes) {
    if (!/^(?:Delete(?!ServiceLinkedRole)|Detach|Remove|Untag|Deactivate|Disable|Reject)/.test(change[0]))
      await run(change);
  }
  for (const preparation of preparations) await run(preparation);
  return made;
}
