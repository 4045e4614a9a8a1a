import type { DelegationTemplate } from "@portcullis/directory";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { newUuid } from "../../framework/uuid.ts";
import { templateProblem } from "../../iam/delegation/template-policy.ts";
import { templateForm } from "./template-form.ts";

/** Of the installation, which is always in memory. */
const MOST_TEMPLATES = 1000;

/**
 * What AWS does when it takes in a partner: from a template that it registered, and no other, an account makes delegation
 * requests.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/temporary-delegation-policy-templates.html
 */
export const putDelegationTemplate = operation("portcullis:PutDelegationTemplate", {
  changes: "installation",
  run(call) {
    const { world, now } = call;
    const { Name, RequestorAccountId, RequestorName, Policy } = call.input;
    const { byId } = world.installation;
    if (byId.enrollment.get(RequestorAccountId)?.state !== "active") {
      return call.fail("AccountNotFoundException", `There is no account ${RequestorAccountId}.`);
    }
    const problem = templateProblem(world.partition, Policy);
    if (problem !== undefined) return call.fail("InvalidTemplateException", problem);
    const before = byId["delegation-template"].get(Name);
    if (before === undefined && byId["delegation-template"].size >= MOST_TEMPLATES) {
      return call.fail("LimitExceededException", `There are ${MOST_TEMPLATES} delegation templates already.`);
    }
    const same = before?.account === RequestorAccountId ? before : undefined;
    const template: DelegationTemplate = {
      kind: "delegation-template",
      id: Name,
      account: RequestorAccountId,
      partner: RequestorName,
      // What one account asked for by it ends when another one has it: see `stateOf` in iam/delegation.
      generation: same?.generation ?? newUuid(call.draw.bytes),
      created: same?.created ?? now,
      updated: now,
      text: Policy,
    };
    return done({ put: [template] }, { Template: templateForm(world.partition, template) });
  },
});
