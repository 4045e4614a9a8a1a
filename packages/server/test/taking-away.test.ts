/** What the operator can still do on a full disk: which changes take access away, each of them named here. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { serviceIds, services } from "@portcullis/aws-model";
import { handlerOf, type OperationId } from "@portcullis/services";
import { isReadOnly } from "../src/audit/read-only.ts";

const always: readonly OperationId[] = [
  "iam:DeactivateMFADevice",
  "iam:DeleteAccessKey",
  "iam:DeleteGroup",
  "iam:DeleteGroupPolicy",
  "iam:DeleteInstanceProfile",
  "iam:DeleteLoginProfile",
  "iam:DeleteOpenIDConnectProvider",
  "iam:DeletePolicy",
  "iam:DeletePolicyVersion",
  "iam:DeleteRole",
  "iam:DeleteRolePolicy",
  "iam:DeleteSAMLProvider",
  "iam:DeleteSSHPublicKey",
  "iam:DeleteServerCertificate",
  "iam:DeleteServiceLinkedRole",
  "iam:DeleteServiceSpecificCredential",
  "iam:DeleteSigningCertificate",
  "iam:DeleteUser",
  "iam:DeleteUserPolicy",
  "iam:DeleteVirtualMFADevice",
  "iam:DetachGroupPolicy",
  "iam:DetachRolePolicy",
  "iam:DetachUserPolicy",
  "iam:DisableOutboundWebIdentityFederation",
  "iam:RejectDelegationRequest",
  "iam:RemoveClientIDFromOpenIDConnectProvider",
  "iam:RemoveRoleFromInstanceProfile",
  "iam:RemoveUserFromGroup",
  "iam:UntagInstanceProfile",
  "iam:UntagMFADevice",
  "iam:UntagOpenIDConnectProvider",
  "iam:UntagPolicy",
  "iam:UntagRole",
  "iam:UntagSAMLProvider",
  "iam:UntagServerCertificate",
  "iam:UntagUser",
  "portcullis:DeleteDelegationTemplate",
];

/** Of a credential whose status they set. */
const whenInactive: readonly OperationId[] = [
  "iam:UpdateAccessKey",
  "iam:UpdateSSHPublicKey",
  "iam:UpdateServiceSpecificCredential",
  "iam:UpdateSigningCertificate",
];

/**
 * What adds, replaces, lifts a limit (a boundary, the policy of passwords), or is about a name; and what succeeds in no
 * account, because there are no organizations.
 */
const never: readonly OperationId[] = [
  "iam:AcceptDelegationRequest",
  "iam:AddClientIDToOpenIDConnectProvider",
  "iam:AddRoleToInstanceProfile",
  "iam:AddUserToGroup",
  "iam:AssociateDelegationRequest",
  "iam:AttachGroupPolicy",
  "iam:AttachRolePolicy",
  "iam:AttachUserPolicy",
  "iam:ChangePassword",
  "iam:CreateAccessKey",
  "iam:CreateAccountAlias",
  "iam:CreateDelegationRequest",
  "iam:CreateGroup",
  "iam:CreateInstanceProfile",
  "iam:CreateLoginProfile",
  "iam:CreateOpenIDConnectProvider",
  "iam:CreatePolicy",
  "iam:CreatePolicyVersion",
  "iam:CreateRole",
  "iam:CreateSAMLProvider",
  "iam:CreateServiceLinkedRole",
  "iam:CreateServiceSpecificCredential",
  "iam:CreateUser",
  "iam:CreateVirtualMFADevice",
  "iam:DeleteAccountAlias",
  "iam:DeleteAccountPasswordPolicy",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteUserPermissionsBoundary",
  "iam:DisableOrganizationsRootCredentialsManagement",
  "iam:DisableOrganizationsRootSessions",
  "iam:EnableMFADevice",
  "iam:EnableOrganizationsRootCredentialsManagement",
  "iam:EnableOrganizationsRootSessions",
  "iam:EnableOutboundWebIdentityFederation",
  "iam:PutGroupPolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:PutUserPermissionsBoundary",
  "iam:PutUserPolicy",
  "iam:ResetServiceSpecificCredential",
  "iam:ResyncMFADevice",
  "iam:SendDelegationToken",
  "iam:SetDefaultPolicyVersion",
  "iam:SetSecurityTokenServicePreferences",
  "iam:TagInstanceProfile",
  "iam:TagMFADevice",
  "iam:TagOpenIDConnectProvider",
  "iam:TagPolicy",
  "iam:TagRole",
  "iam:TagSAMLProvider",
  "iam:TagServerCertificate",
  "iam:TagUser",
  "iam:UpdateAccountPasswordPolicy",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateDelegationRequest",
  "iam:UpdateGroup",
  "iam:UpdateLoginProfile",
  "iam:UpdateOpenIDConnectProviderThumbprint",
  "iam:UpdateRole",
  "iam:UpdateRoleDescription",
  "iam:UpdateSAMLProvider",
  "iam:UpdateServerCertificate",
  "iam:UpdateUser",
  "iam:UploadSSHPublicKey",
  "iam:UploadServerCertificate",
  "iam:UploadSigningCertificate",
  "portcullis:CreateBackup",
  "portcullis:PutDelegationTemplate",
  "portcullis:RotateKeys",
];

const offered = serviceIds.flatMap((service) =>
  Object.keys(services[service].operations).flatMap((name) => {
    const handler = handlerOf(service, name);
    return handler.kind === "offered" ? [{ service, name, handler }] : [];
  }),
);

describe("what takes access away", () => {
  it("every change that is offered is in one list of this test, and no read", () => {
    const changes = offered.filter(({ service, name }) => !isReadOnly(service, name));
    assert.deepEqual(
      [...always, ...whenInactive, ...never].sort(),
      changes.map(({ service, name }) => `${service}:${name}`).sort(),
    );
  });

  for (const { service, name, handler } of offered) {
    const id = `${service}:${name}` as OperationId;
    const { takesAway } = handler.definition;
    if (whenInactive.includes(id)) {
      it(`${id} where it makes inactive, and not where it makes active`, () => {
        assert.ok(typeof takesAway === "function");
        assert.equal(takesAway({ Status: "Inactive" } as never), true);
        assert.equal(takesAway({ Status: "Active" } as never), false);
      });
    } else {
      const does = always.includes(id);
      it(`${id} ${does ? "does" : "does not"}`, () => assert.equal(takesAway === true, does));
    }
  }
});
