/**
 * What can be wrong with a document, and how AWS words it. `{value}` and `{part}` stand for the document's own text.
 *
 * `denies`: the document cannot be understood, so that whoever reads it must deny. The other findings refuse a
 * document only when it is written. `rank` is the order in which IAM looks: the lowest is the one that it answers.
 *
 * Identity texts: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html (MalformedPolicyDocument)
 */
interface FindingRow {
  readonly rank: number;
  readonly denies: boolean;
  readonly identity: string;
  /** Where the parser of trust policies has words of its own. */
  readonly trust?: string;
}

const SYNTAX = "Syntax errors in policy.";
const TRUST_SYNTAX = "Syntax error in policy.";
const LEGACY = "The policy failed legacy parsing";

export const FINDINGS = {
  "invalid-json": { rank: 0, denies: true, identity: SYNTAX, trust: "This policy contains invalid Json" },
  "unknown-element": { rank: 1, denies: true, identity: SYNTAX, trust: TRUST_SYNTAX },
  "excluded-element": { rank: 1, denies: true, identity: SYNTAX, trust: TRUST_SYNTAX },
  "wrong-type": { rank: 1, denies: true, identity: SYNTAX, trust: TRUST_SYNTAX },
  "principal-format": { rank: 1, denies: true, identity: SYNTAX, trust: TRUST_SYNTAX },
  "principal-key": { rank: 1, denies: true, identity: SYNTAX, trust: TRUST_SYNTAX },
  "principal-everyone": { rank: 1, denies: true, identity: SYNTAX },
  "prohibited-not-action": { rank: 1, denies: true, identity: SYNTAX },
  "invalid-version": {
    rank: 1,
    denies: true,
    identity: SYNTAX,
    trust: "The policy must contain a valid version string",
  },
  "missing-statement": {
    rank: 1,
    denies: true,
    identity: SYNTAX,
    trust: "Could not parse the policy: Statement is empty!",
  },
  "unknown-operator": { rank: 1, denies: true, identity: SYNTAX, trust: TRUST_SYNTAX },
  "repeated-condition-key": { rank: 1, denies: true, identity: SYNTAX, trust: TRUST_SYNTAX },
  "missing-effect": { rank: 1, denies: true, identity: SYNTAX, trust: "Missing required field Effect" },
  "invalid-effect": { rank: 1, denies: true, identity: SYNTAX, trust: "Invalid effect: {value}" },
  "prohibited-principal": {
    rank: 2,
    denies: true,
    identity: "Policy document should not specify a principal.",
  },
  "missing-principal": { rank: 2, denies: true, identity: SYNTAX, trust: "Missing required field Principal" },
  "empty-principal": {
    rank: 2,
    denies: true,
    identity: SYNTAX,
    trust: "Missing required field Principal cannot be empty!",
  },
  "bare-principal": { rank: 2, denies: false, identity: SYNTAX, trust: "Principal must be a JSON object." },
  "prohibited-not-principal": {
    rank: 2,
    denies: true,
    identity: SYNTAX,
    trust: "AssumeRole policy must not contain NotPrincipal field.",
  },
  "not-principal-with-allow": {
    rank: 2,
    denies: true,
    identity: "Allow with NotPrincipal is not allowed.",
    trust: "Allow with NotPrincipal is not allowed.",
  },
  "prohibited-resource": { rank: 2, denies: true, identity: SYNTAX, trust: "Has prohibited field Resource" },
  "prohibited-not-resource": {
    rank: 2,
    denies: true,
    identity: SYNTAX,
    trust: "AssumeRole policy must not contain resources.",
  },
  "old-version": {
    rank: 3,
    denies: false,
    identity: "Policy document must be version 2012-10-17 or greater.",
  },
  "effect-case": { rank: 4, denies: true, identity: LEGACY, trust: "Invalid effect: {value}" },
  "invalid-condition-value": { rank: 4, denies: false, identity: LEGACY, trust: TRUST_SYNTAX },
  "incomplete-arn": { rank: 4, denies: false, identity: LEGACY },
  "invalid-variable": { rank: 4, denies: false, identity: LEGACY, trust: TRUST_SYNTAX },
  "invalid-sid": {
    rank: 5,
    denies: false,
    identity:
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
  },
  "repeated-sid": {
    rank: 5,
    denies: false,
    identity: "Statement IDs (SID) in a single policy must be unique.",
    trust: "The Statement Ids in the policy are not unique",
  },
  "missing-action": {
    rank: 6,
    denies: true,
    identity: "Policy statement must contain actions.",
    trust: "Missing required field Action",
  },
  "empty-action": {
    rank: 6,
    denies: false,
    identity: "Policy statement must contain actions.",
    trust: "Missing required field Action",
  },
  "resource-format": {
    rank: 7,
    denies: false,
    identity: 'Resource {value} must be in ARN format or "*".',
  },
  "resource-partition": {
    rank: 7,
    denies: false,
    identity: 'Partition "{part}" is not valid for resource "{value}".',
  },
  "resource-service": {
    rank: 7,
    denies: false,
    identity: "Resource vendor must be fully qualified and cannot contain regexes.",
  },
  "resource-region-iam": {
    rank: 7,
    denies: false,
    identity: "IAM resource {value} cannot contain region information.",
  },
  "resource-region-s3": {
    rank: 7,
    denies: false,
    identity: "Resource {value} can not contain region information.",
  },
  "resource-path-iam": {
    rank: 7,
    denies: false,
    identity:
      'IAM resource path must either be "*", root, or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.',
  },
  "action-without-service": {
    rank: 8,
    denies: false,
    identity: "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
  },
  "key-without-service": {
    rank: 8,
    denies: false,
    identity: "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
  },
  "action-with-colons": {
    rank: 8,
    denies: false,
    identity: "Actions/Condition can contain only one colon.",
  },
  "action-service": { rank: 8, denies: false, identity: "Vendor {value} is not valid" },
  "action-of-another-service": {
    rank: 8,
    denies: false,
    identity: SYNTAX,
    trust: "AssumeRole policy may only specify STS AssumeRole actions.",
  },
  "missing-resource": { rank: 7, denies: true, identity: "Policy statement must contain resources." },
  "empty-resource": { rank: 7, denies: false, identity: "Policy statement must contain resources." },
  "invalid-principal": {
    rank: 10,
    denies: false,
    identity: 'Invalid principal in policy: "{part}":"{value}"',
  },
  "cognito-without-condition": {
    rank: 10,
    denies: false,
    identity: SYNTAX,
    trust: "A condition block must be present for the Cognito provider",
  },
  "guardrail-effect": { rank: 10, denies: false, identity: SYNTAX },
  "guardrail-principal": { rank: 10, denies: false, identity: SYNTAX },
  "guardrail-action": { rank: 10, denies: false, identity: SYNTAX },
  "guardrail-allow": { rank: 10, denies: true, identity: SYNTAX },
} as const satisfies Readonly<Record<string, FindingRow>>;

export type FindingCode = keyof typeof FINDINGS;

/** One text for whatever is wrong with an organization's policy. */
export const ORGANIZATIONS_TEXT =
  "The provided policy document does not meet the requirements of the specified policy type.";

export function findingRow(code: FindingCode): FindingRow {
  return FINDINGS[code];
}
