import type { ErrorOf, OperationId } from "../../framework/api.ts";
import type { Call, Failed } from "../../framework/call.ts";
import { type Offered, operation } from "../../framework/operation.ts";

type FeatureOperation = Extract<
  OperationId,
  `iam:${"Enable" | "Disable"}OrganizationsRoot${string}` | "iam:ListOrganizationsFeatures"
>;

/**
 * An operation on the root access that an organization centralizes. No organization is kept here, so every account is
 * in none, and whether it is the management account, or trusts IAM with all of them, does not arise.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOrganizationsFeatures.html
 */
export function ofOrganization<I extends FeatureOperation>(id: I): Offered {
  return operation<I>(id, { run: outsideOrganization });
}

function outsideOrganization(call: Pick<Call<FeatureOperation>, "fail">): Failed {
  const code: ErrorOf<FeatureOperation> = "OrganizationNotFoundException";
  return call.fail(code, "The request was rejected because no organization is associated with your account.");
}
