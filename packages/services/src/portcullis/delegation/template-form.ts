import type { PortcullisTypes } from "@portcullis/aws-model";
import { type DelegationTemplate, delegationTemplateArn } from "@portcullis/directory";

/** A template as answers show it. */
export function templateForm(
  partition: string,
  { id, account, partner, text, created, updated }: DelegationTemplate,
): PortcullisTypes.DelegationTemplate {
  return {
    Name: id,
    Arn: delegationTemplateArn(partition, id),
    RequestorAccountId: account,
    RequestorName: partner,
    Policy: text,
    Created: created,
    Updated: updated,
  };
}
