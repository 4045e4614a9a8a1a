/** Principals with policies of every kind, and simulations of what they may. */
import type { InputOf, OutputOf } from "@portcullis/services";
import { type Cloud, home, newCloud } from "./harness.ts";
import { allow, role } from "./people.ts";

export type Input = InputOf<"iam:SimulatePrincipalPolicy">;
export type Result = NonNullable<OutputOf<"iam:SimulatePrincipalPolicy">["EvaluationResults"]>[number];

export const managed = (name: string, path = "/") => `arn:aws:iam::${home}:policy${path}${name}`;
export const readOnly = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
export const ann = `arn:aws:iam::${home}:user/staff/Ann`;
export const readers = `arn:aws:iam::${home}:group/Readers`;
export const worker = `arn:aws:iam::${home}:role/Worker`;
export const ActionNames = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "sqs:SendMessage"];

/** Ann has inline and managed policies, and so has the group that she is in. */
export function furnished(): Cloud {
  const cloud = newCloud();
  const root = cloud.root();
  cloud.call(root, "iam:CreateUser", { UserName: "Ann", Path: "/staff/" });
  cloud.call(root, "iam:CreateGroup", { GroupName: "Readers" });
  cloud.call(root, "iam:AddUserToGroup", { GroupName: "Readers", UserName: "Ann" });
  role(cloud, "Worker", allow("s3:GetObject"));
  const inline = (PolicyName: string, ...actions: readonly string[]) => ({
    PolicyName,
    PolicyDocument: allow(...actions),
  });
  cloud.call(root, "iam:PutUserPolicy", { UserName: "Ann", ...inline("own", "s3:GetObject") });
  cloud.call(root, "iam:PutGroupPolicy", { GroupName: "Readers", ...inline("ours", "s3:PutObject") });
  cloud.call(root, "iam:CreatePolicy", { ...inline("Delete", "s3:DeleteObject"), Path: "/app/" });
  cloud.call(root, "iam:CreatePolicy", inline("Limits", "s3:*"));
  for (const PolicyArn of [managed("Delete", "/app/"), readOnly]) {
    cloud.call(root, "iam:AttachUserPolicy", { UserName: "Ann", PolicyArn });
    cloud.call(root, "iam:AttachGroupPolicy", { GroupName: "Readers", PolicyArn });
  }
  return cloud;
}

export const cloud = furnished();
export const root = cloud.root();

export function simulate(more: Partial<Input> = {}, within = cloud): readonly Result[] {
  const input = { PolicySourceArn: ann, ActionNames, ...more };
  return within.call(within.root(), "iam:SimulatePrincipalPolicy", input).EvaluationResults ?? [];
}

export const allowed = (more: Partial<Input> = {}, within = cloud) =>
  simulate(more, within)
    .filter(({ EvalDecision }) => EvalDecision === "allowed")
    .map(({ EvalActionName }) => EvalActionName);

export const sources = ({ MatchedStatements = [] }: Pick<Result, "MatchedStatements">) =>
  MatchedStatements.map(({ SourcePolicyId }) => SourcePolicyId).toSorted();

export const without = (...PolicyExclusionList: NonNullable<Input["PolicyExclusionList"]>) =>
  allowed({ PolicyExclusionList });

export const inlineOf = (
  AttachmentType: "user" | "group" | "role",
  AttachmentName: string,
  PolicyName: string,
) => ({
  InlinePolicyIdentifier: { AttachmentType, AttachmentName, PolicyName },
});
