/** What the rows of the tables call things. */
import { type QuotaName, quotas } from "@portcullis/directory";
import { policy } from "../policy.ts";
import { EPHEMERAL_ACCOUNT } from "../server.ts";

export const arn = (resource: string): string => `arn:aws:iam::${EPHEMERAL_ACCOUNT}:${resource}`;

/** Names nothing that there is, of any kind. */
export const none = { user: "nil", group: "nil", role: "nil", policy: arn("policy/nil") } as const;
export const linkedRole = "AWSServiceRoleForECS";

/** A policy that AWS keeps for its services. */
export const servicePolicy = "arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy";

export const allowed = policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" });
export const trust = policy({
  Effect: "Allow",
  Principal: { Service: "ec2.amazonaws.com" },
  Action: "sts:AssumeRole",
});
/** A document that is longer than so many characters. */
export const longerThan = (size: number): string =>
  policy({ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${"b".repeat(size)}` });
export const longTrust = policy({
  Effect: "Allow",
  Principal: { Service: "ec2.amazonaws.com" },
  Action: "sts:AssumeRole",
  Condition: { StringEquals: { "sts:ExternalId": "x".repeat(quotas.trustPolicySize.limit) } },
});

export const twice = [
  { Key: "team", Value: "blue" },
  { Key: "team", Value: "red" },
];
export const oneTag = [{ Key: "team", Value: "blue" }];
export const reservedTag = [{ Key: "aws:team", Value: "blue" }];

/** Of the quotas that AWS tells of in other words. */
export const quotaTexts = {
  groupInlineSize: "Maximum policy size of 5120 bytes exceeded for group ",
  roleInlineSize: "Maximum policy size of 10240 bytes exceeded for role ",
  tags: "The number of tags has reached the maximum limit.",
  userInlineSize: "Maximum policy size of 2048 bytes exceeded for user ",
  versionsPerPolicy: "A managed policy can have up to 5 versions.",
} as const satisfies Partial<Record<QuotaName, string>>;

/** Texts that several operations have in common. */
export const text = {
  user: (name: string) => `The user with name ${name} cannot be found.`,
  group: (name: string) => `The group with name ${name} cannot be found.`,
  role: (name: string) => `The role with name ${name} cannot be found.`,
  profile: (name: string) => `Instance Profile ${name} cannot be found.`,
  quota: (name: QuotaName) => `Cannot exceed quota for ${quotas[name].name}: ${quotas[name].limit}`,
  protectedRole: `Cannot perform the operation on the protected role '${linkedRole}' - this role is only modifiable by AWS`,
  twice: "Duplicate tag keys found.",
  twiceFolded: "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
  noTags: "The provided tag map must not be null/empty.",
  noKeys: "The provided tag keys must not be null/empty.",
  reserved: "Tag keys beginning with aws: are reserved for system use.",
  manyTags: quotaTexts.tags,
  unparsed: "Invalid ARN:  Could not be parsed!",
  wrongType: "Invalid resource type in ARN",
} as const;
