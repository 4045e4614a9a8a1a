import { newUniqueId, type Role } from "@portcullis/directory";
import { isFailure } from "../../framework/api.ts";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { boundaryFailure } from "../boundaries/boundary-failure.ts";
import { createdRoleForm } from "../forms.ts";
import { overQuota } from "../limits.ts";
import { findNewRole } from "../resources.ts";
import { readTags } from "../tags.ts";
import { SERVICE_LINKED_PATH } from "./service-linked.ts";
import { readTrust } from "./trust.ts";
import { accountsInTrust } from "./trust-principals.ts";

/** Seconds. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const DEFAULT_SESSION = 3600;

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const createRole = operation("iam:CreateRole", {
  realms: (input) => accountsInTrust(input.AssumeRolePolicyDocument),
  find: (call) => ({ role: findNewRole(call, call.input.Path ?? "/", call.input.RoleName) }),
  run(call) {
    const { input, entities, home } = call;
    if (entities.role !== undefined) {
      return call.fail("EntityAlreadyExists", `Role with name ${input.RoleName} already exists.`);
    }
    if (input.Path?.startsWith(SERVICE_LINKED_PATH)) {
      return call.fail(
        "InvalidInput",
        "Invalid path: /aws-service-role/ is reserved for service-linked roles.",
      );
    }
    const tags = readTags("role", input.Tags);
    if (isFailure(tags)) return { kind: "failed", failure: tags };
    const trust = readTrust(call, input.AssumeRolePolicyDocument);
    if (trust.kind === "failed") return trust;
    const refused =
      overQuota(call.home, "roles", home.byId.role.size + 1) ??
      boundaryFailure(call, "role", input.PermissionsBoundary);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    const role: Role = {
      kind: "role",
      id: newUniqueId("role", call.draw.bytes),
      name: input.RoleName,
      path: input.Path ?? "/",
      created: call.now,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      maxSessionDuration: input.MaxSessionDuration ?? DEFAULT_SESSION,
      trust: trust.trust,
      tags,
      ...(input.PermissionsBoundary === undefined ? {} : { boundary: input.PermissionsBoundary }),
      attached: [],
      inline: [],
    };
    return done({ put: [role] }, { Role: createdRoleForm(call, role) });
  },
});
