/** Documents, and principals who hold them. */
import type { OutputOf } from "@portcullis/services";
import type { Cloud, Who } from "./harness.ts";
import { home } from "./harness.ts";

export interface Statement {
  readonly Effect?: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** An identity document; `Allow` on `*` where a statement says nothing else. */
export function document(...statements: readonly Statement[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", Resource: "*", ...statement })),
  });
}

export const allow = (...actions: readonly string[]): string => document({ Action: actions });

/** A trust document for principals of one kind. */
export function trust(
  principal: Readonly<Record<string, unknown>>,
  more: { readonly Action?: string | readonly string[]; readonly Condition?: Statement["Condition"] } = {},
): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", ...more }],
  });
}

/** A user with an access key and, where one is given, an inline policy. */
export function person(cloud: Cloud, name: string, policy?: string, account: string = home): Who {
  const root = cloud.root(account);
  cloud.call(root, "iam:CreateUser", { UserName: name });
  if (policy !== undefined) {
    cloud.call(root, "iam:PutUserPolicy", { UserName: name, PolicyName: "own", PolicyDocument: policy });
  }
  const { AccessKey } = cloud.call(root, "iam:CreateAccessKey", { UserName: name });
  return { account, accessKeyId: AccessKey.AccessKeyId };
}

/** A role of this account, for principals of this account. */
export function role(cloud: Cloud, name: string, policy?: string, document?: string): string {
  const root = cloud.root();
  const { Role } = cloud.call(root, "iam:CreateRole", {
    RoleName: name,
    AssumeRolePolicyDocument: document ?? trust({ AWS: home }),
  });
  if (policy !== undefined) {
    cloud.call(root, "iam:PutRolePolicy", { RoleName: name, PolicyName: "own", PolicyDocument: policy });
  }
  return Role.Arn;
}

/** Whoever holds the credentials that a call gave. */
export function holder(
  output: OutputOf<"sts:AssumeRole"> | OutputOf<"sts:GetSessionToken">,
  account: string = home,
): Who {
  const { Credentials } = output;
  if (Credentials === undefined) throw new Error("no credentials were given");
  return { account, accessKeyId: Credentials.AccessKeyId, sessionToken: Credentials.SessionToken };
}
