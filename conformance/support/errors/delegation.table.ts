import { asked, templateArn } from "../../../packages/services/test/delegating.ts";
import { EPHEMERAL_ACCOUNT } from "../server.ts";
import { arn } from "./names.ts";
import { type ErrorTable, full, type Made, never, refused } from "./row.ts";

/** As `asked`, but by the account of these tests, in which the template has no parameters. */
export const wanted = {
  ...asked,
  Permissions: { PolicyTemplateArn: templateArn },
  NotificationChannel: `arn:aws:sns:us-east-1:${EPHEMERAL_ACCOUNT}:delegations`,
};
const id = "7b7dc6a3-1d4e-4f00-8f2c-000000000000";
const nil = { DelegationRequestId: id };
const missing = `The delegation request with id ${id} cannot be found.`;
/** It was rejected, and takes no step any more. */
const rejected = ({ delegation }: Made) => ({ DelegationRequestId: delegation });
const cannotBe = (done: string) =>
  new RegExp(`^The delegation request [0-9a-f-]{36} is in the state REJECTED and cannot be ${done}\\.$`);
const step = (done: string) => ({
  InvalidInput: refused(rejected, cannotBe(done)),
  NoSuchEntity: refused(nil, missing),
});

export const delegation = {
  CreateDelegationRequest: {
    EntityAlreadyExists: refused(
      wanted,
      `A delegation request with the requestor workflow id ${wanted.RequestorWorkflowId} already exists.`,
    ),
    InvalidInput: [
      refused(
        { ...wanted, Permissions: { PolicyTemplateArn: `${templateArn}x` } },
        `The policy template ${templateArn}x is not registered for account ${EPHEMERAL_ACCOUNT}.`,
      ),
      refused(
        { ...wanted, NotificationChannel: asked.NotificationChannel },
        `The notification channel must be an SNS topic of account ${EPHEMERAL_ACCOUNT}.`,
      ),
    ],
    LimitExceeded: full(
      { ...wanted, RequestorWorkflowId: "one more" },
      "Cannot exceed quota for DelegationRequestsPerAccount: 1000",
    ),
  },
  AssociateDelegationRequest: step("associated"),
  UpdateDelegationRequest: step("updated"),
  RejectDelegationRequest: step("rejected"),
  SendDelegationToken: step("finalized"),
  AcceptDelegationRequest: {
    NoSuchEntity: refused(nil, missing),
    ValidationError: refused(rejected, cannotBe("accepted")),
  },
  GetDelegationRequest: { NoSuchEntity: refused(nil, missing) },
  GetHumanReadableSummary: {
    InvalidInput: refused(
      { EntityArn: arn("user/u0") },
      `${arn("user/u0")} is not the ARN of a delegation request.`,
    ),
    NoSuchEntity: refused({ EntityArn: arn(`delegation-request/${id}`) }, missing),
  },
  ListDelegationRequests: {
    InvalidInput: never("is told by the model"),
    NoSuchEntity: never("names nothing else"),
  },
} satisfies Partial<ErrorTable>;
