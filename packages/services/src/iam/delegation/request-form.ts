import type { IamTypes } from "@portcullis/aws-model";
import { type DelegationRequest, delegationTemplateArn } from "@portcullis/directory";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { boundariesOfNewRoles } from "./new-roles.ts";
import { expiryOf, stateOf } from "./state-of.ts";

/**
 * A request as answers show it.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DelegationRequest.html
 */
export function requestForm(
  { world, now }: Call<OperationId>,
  request: DelegationRequest,
): IamTypes.DelegationRequest {
  const { message, redirectUrl, ownerAccount, owner, approver, notes, rejectionReason } = request;
  return {
    DelegationRequestId: request.id,
    ...(ownerAccount === undefined ? {} : { OwnerAccountId: ownerAccount }),
    Description: request.description,
    ...(message === undefined ? {} : { RequestMessage: message }),
    Permissions: {
      PolicyTemplateArn: delegationTemplateArn(world.partition, request.template),
      Parameters: request.parameters.map(({ name, type, values }) => ({
        Name: name,
        Values: [...values],
        Type: type,
      })),
    },
    PermissionPolicy: request.policy,
    RolePermissionRestrictionArns: boundariesOfNewRoles(request.policy),
    ...(owner === undefined ? {} : { OwnerId: owner.arn }),
    ...(approver === undefined ? {} : { ApproverId: approver.arn }),
    State: stateOf(request, world.installation, now),
    ExpirationTime: expiryOf(request),
    RequestorId: request.requestor,
    RequestorName: request.requestorName,
    CreateDate: request.created,
    SessionDuration: request.duration,
    ...(redirectUrl === undefined ? {} : { RedirectUrl: redirectUrl }),
    ...(notes === undefined ? {} : { Notes: notes }),
    ...(rejectionReason === undefined ? {} : { RejectionReason: rejectionReason }),
    OnlySendByOwner: request.onlySendByOwner,
    UpdatedTime: request.updated,
  };
}
