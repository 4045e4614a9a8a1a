import { newUniqueId, type Policy } from "@portcullis/directory";
import { isFailure } from "../../framework/api.ts";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { overQuota } from "../limits.ts";
import { readTags } from "../tags.ts";
import { findNewPolicy } from "./find-policy.ts";
import { managedTextFailure } from "./managed-text.ts";
import { createdPolicyForm } from "./policy-forms.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const createPolicy = operation("iam:CreatePolicy", {
  find: (call) => ({ policy: findNewPolicy(call, call.input.Path ?? "/", call.input.PolicyName) }),
  run(call) {
    const { input, entities, home } = call;
    if (entities.policy !== undefined) {
      return call.fail(
        "EntityAlreadyExists",
        `A policy called ${input.PolicyName} already exists. Duplicate names are not allowed.`,
      );
    }
    const tags = readTags("policy", input.Tags);
    if (isFailure(tags)) return { kind: "failed", failure: tags };
    const refused =
      managedTextFailure(call, input.PolicyDocument) ??
      overQuota(call.home, "policies", home.byId.policy.size + 1);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    const policy: Policy = {
      kind: "policy",
      id: newUniqueId("policy", call.draw.bytes),
      name: input.PolicyName,
      path: input.Path ?? "/",
      created: call.now,
      updated: call.now,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      tags,
      defaultVersion: 1,
      nextVersion: 2,
      versions: [{ number: 1, text: input.PolicyDocument, created: call.now }],
    };
    return done({ put: [policy] }, { Policy: createdPolicyForm(call, policy) });
  },
});
