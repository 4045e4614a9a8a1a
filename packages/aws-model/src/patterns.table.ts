/**
 * What the models' own patterns do not say, or say so that no automaton can be made of it.
 * Generation fails for a pattern that it cannot translate and that has no row here, and for a row without use.
 */

export interface PatternRow {
  /** As the model spells it, and as it stays in messages. */
  readonly pattern: string;
  /** The pattern that is matched in its place, in the same language. */
  readonly instead: string;
  readonly why: string;
}

export const patternRows: readonly PatternRow[] = [
  {
    pattern: "^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$",
    instead: "[a-z0-9](-?[a-z0-9])*",
    why:
      "An account alias: a lookahead is not regular syntax. A hyphen that is always followed by a letter or " +
      "digit says the same; the counts only repeat the shape's own length of 3 to 63.",
  },
  {
    pattern: "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+",
    instead:
      "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]+",
    why:
      "An ARN: the model lost the braces of U+10000 to U+10FFFF, the last range of XML's characters, which the " +
      "API reference writes with them " +
      "(https://docs.aws.amazon.com/STS/latest/APIReference/API_PolicyDescriptorType.html).",
  },
];

export interface ShapeRow {
  readonly shape: `${string}:${string}`;
  /** In place of the model's own, in messages too. */
  readonly pattern: string;
  readonly why: string;
}

/** Shapes whose pattern in the model refuses what their documentation takes. */
export const shapeRows: readonly ShapeRow[] = [
  {
    shape: "iam:AttachmentName",
    pattern: "[\\w+=,.@*?-]+",
    why:
      "The name of a holder of inline policies may have wildcards; AWS looks for the model's pattern anywhere in it " +
      "(https://docs.aws.amazon.com/IAM/latest/APIReference/API_InlinePolicyIdentifierType.html).",
  },
];

export interface LimitRow {
  readonly shape: `${string}:${string}`;
  /** In UTF-16 units, as the models count. */
  readonly max: number;
  readonly why: string;
}

/** Lengths of input strings that have a pattern of unbounded length and no maximum in the model. */
export const limitRows: readonly LimitRow[] = [
  {
    shape: "iam:virtualMFADeviceName",
    max: 226,
    why: "A serial number has at most 256 characters, and the shortest prefix of its ARN takes 30 of them.",
  },
  {
    shape: "iam:policyParameterValueType",
    max: 2048,
    why: "Values of a policy template are ARNs, names and numbers; an ARN has at most 2048 characters.",
  },
  {
    shape: "iam:policyVersionIdType",
    max: 64,
    why: "A version id is the letter v and a counter, with at most a short suffix.",
  },
  {
    shape: "sts:unrestrictedSessionPolicyDocumentType",
    max: 131072,
    why:
      "The longest policy text that IAM takes anywhere; which session policies are too large is decided by " +
      "their packed size.",
  },
  {
    shape: "organizations:PolicyContent",
    max: 1000000,
    why:
      "The API reference's maximum (https://docs.aws.amazon.com/organizations/latest/APIReference/" +
      "API_CreatePolicy.html); the quota of each policy type is smaller and the service's to check.",
  },
  {
    shape: "cloudtrail:DashboardArn",
    max: 256,
    why: "The same language as the other ARNs of CloudTrail, which have at most 256 characters.",
  },
];
