import { managedPolicies } from "@portcullis/aws-model";
import type { Request } from "@portcullis/policy";
import type { Random } from "./random.ts";

/** Documents to begin from: real ones, and one of every element. */
export const documents: readonly string[] = [
  ...managedPolicies()
    .filter((_, at) => at % 41 === 0)
    .map(({ document }) => document)
    .filter(({ length }) => length < 3000),
  JSON.stringify({
    Version: "2012-10-17",
    Id: "everything",
    Statement: [
      {
        Sid: "Named",
        Effect: "Allow",
        Principal: {
          AWS: ["arn:aws:iam::123456789012:root", "AIDACKCEVSQ6C2EXAMPLE"],
          Service: "ec2.amazonaws.com",
        },
        Action: ["iam:Get*", "s3:*"],
        Resource: ["arn:aws:s3:::team-${aws:PrincipalTag/team, 'none'}/*", "*"],
        Condition: {
          StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:user/*" },
          "ForAllValues:StringEqualsIfExists": { "aws:TagKeys": ["team", "cost"] },
          NumericLessThan: { "aws:MultiFactorAuthAge": "3600" },
          DateGreaterThan: { "aws:CurrentTime": "2024-01-01T00:00:00Z" },
          IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "2001:db8::/32"] },
          Bool: { "aws:SecureTransport": "true" },
          Null: { "aws:TokenIssueTime": "false" },
        },
      },
      {
        Effect: "Deny",
        NotPrincipal: { AWS: "*" },
        NotAction: "sts:*",
        NotResource: "arn:aws:iam::*:role/*",
      },
    ],
  }),
];

/** The words of the language, for documents that are made up. */
export const words: readonly string[] = [
  "Version",
  "2012-10-17",
  "2008-10-17",
  "Statement",
  "Sid",
  "Effect",
  "Allow",
  "Deny",
  "Principal",
  "NotPrincipal",
  "AWS",
  "Service",
  "Federated",
  "Action",
  "NotAction",
  "iam:*",
  "*",
  "Resource",
  "NotResource",
  "Condition",
  "StringEquals",
  "StringNotLikeIfExists",
  "ForAnyValue:StringLike",
  "IpAddress",
  "BinaryEquals",
  "aws:SourceIp",
  "aws:PrincipalTag/team",
  "${aws:username}",
];

const account = "123456789012";

export function anyRequest(random: Random): Request {
  const values: readonly (readonly string[])[] = [
    [],
    ["true"],
    ["10.0.0.1"],
    ["payments", "*"],
    ["2026-01-01T00:00:00Z"],
  ];
  const salt = random.int(1000);
  return {
    principal: {
      kind: "user",
      arn: `arn:aws:iam::${account}:user/ann`,
      account,
      id: "AIDACKCEVSQ6C2EXAMPLE",
    },
    action: random.pick(["iam:GetUser", "s3:PutObject", "sts:AssumeRole", "ec2:RunInstances"]),
    resource: {
      arn: random.pick(["*", `arn:aws:iam::${account}:user/bob`, "arn:aws:s3:::team-payments/a"]),
      account,
    },
    // The same key gives the same answer, as the engine is promised.
    context: {
      get: (key) => ((key.length + salt) % 3 === 0 ? undefined : values[(key.length + salt) % values.length]),
    },
  };
}
