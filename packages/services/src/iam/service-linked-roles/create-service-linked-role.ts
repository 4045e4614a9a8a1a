import { managedPolicyArn, newUniqueId, type Role } from "@portcullis/directory";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { createdRoleForm } from "../forms.ts";
import { overQuota } from "../limits.ts";
import { findNewRole } from "../resources.ts";
import { SERVICE_LINKED_PATH } from "../roles/service-linked.ts";
import { linkedRole, linkedRoleName } from "./linked-role.ts";

/** Characters. */
const LONGEST_NAME = 64;
/** Seconds. */
const SESSION = 3600;

/**
 * The role, its trust and its policy are what the service asks for; a caller gives it a description, and a suffix where
 * the service takes one.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html
 */
export const createServiceLinkedRole = operation("iam:CreateServiceLinkedRole", {
  find(call) {
    const { AWSServiceName, CustomSuffix } = call.input;
    const name = linkedRoleName(AWSServiceName, CustomSuffix);
    return { role: findNewRole(call, pathOf(AWSServiceName), name) };
  },
  run(call) {
    const { AWSServiceName, CustomSuffix, Description } = call.input;
    const linked = linkedRole(AWSServiceName);
    if (linked === undefined) {
      return call.fail("AccessDenied", `Cannot find Service Linked Role template for ${AWSServiceName}`);
    }
    if (CustomSuffix !== undefined && !linked.takesSuffix) {
      return call.fail("InvalidInput", `Custom suffix is not allowed for ${AWSServiceName}`);
    }
    const name = linkedRoleName(AWSServiceName, CustomSuffix);
    if (name.length > LONGEST_NAME) {
      return call.fail(
        "InvalidInput",
        `Service role name ${name} is longer than ${LONGEST_NAME} characters.`,
      );
    }
    if (call.entities.role !== undefined) {
      return call.fail(
        "InvalidInput",
        `Service role name ${name} has been taken in this account, please try a different suffix.`,
      );
    }
    const refused = overQuota(call.home, "roles", call.home.byId.role.size + 1);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    const role: Role = {
      kind: "role",
      id: newUniqueId("role", call.draw.bytes),
      name,
      path: pathOf(AWSServiceName),
      created: call.now,
      ...(Description === undefined ? {} : { description: Description }),
      maxSessionDuration: SESSION,
      trust: { text: trustOf(AWSServiceName), principalIds: {} },
      tags: [],
      attached: [managedPolicyArn(call.world.partition, SERVICE_LINKED_PATH, linked.policy)],
      inline: [],
    };
    const answered = createdRoleForm(call, {
      ...role,
      trust: { ...role.trust, text: answeredTrust(AWSServiceName) },
    });
    return done({ put: [role] }, { Role: answered });
  },
});

const pathOf = (service: string): string => `${SERVICE_LINKED_PATH}${service}/`;

/** Nobody but the service takes the role. */
const trustOf = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });

/** The same, written as AWS was seen to answer it once, here and nowhere else: with lists of one. */
const answeredTrust = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Action: ["sts:AssumeRole"], Effect: "Allow", Principal: { Service: [service] } }],
  });
