import type { InputOf } from "@portcullis/services";
import { type Cloud, newCloud } from "./harness.ts";
import { allow } from "./people.ts";

export const policyArn = "arn:aws:iam::123456789012:policy/P";
export const P = { PolicyArn: policyArn };
export const readOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";

/** An account with the policy P. */
export function withPolicy(more: Partial<InputOf<"iam:CreatePolicy">> = {}): Cloud {
  const cloud = newCloud();
  cloud.call(cloud.root(), "iam:CreatePolicy", {
    PolicyName: "P",
    PolicyDocument: allow("s3:GetObject"),
    ...more,
  });
  return cloud;
}
