import type { ServiceId } from "@portcullis/aws-model";
import type { Constraint } from "./constraint.ts";

/** How a service words the failure of the model's constraints. */
export type ValidationForm =
  | {
      readonly style: "listed";
      readonly code: string;
      /** Whether its texts repeat values: `Value 'x' at 'y'`, or in the newer form `Value at 'y'`. */
      readonly echo: boolean;
      /** Where a text is both too short and outside its pattern, which of the two is told first. */
      readonly first: "length" | "pattern";
      /** Whether the constraints of a list's items end with one that says that none may be null. */
      readonly itemsNotNull: boolean;
      /** Members with a code of their own, where the operation's errors hold it. */
      readonly memberCodes: ReadonlyMap<string, string>;
      /** What a service says in its own words of a value outside a pattern, by member or else by pattern. */
      readonly patternTexts: ReadonlyMap<string, string>;
    }
  | { readonly style: "reason"; readonly code: string; readonly echo: false };

const none: ReadonlyMap<string, string> = new Map();

/**
 * IAM looks at names and paths before anything else, and tells one of them. Patterns as its model spells them; a
 * PathPrefix has one of three.
 */
const iamPatternTexts: ReadonlyMap<string, string> = new Map([
  [
    "PathPrefix",
    "It must begin with the / character and contain only alphanumeric characters and/or / characters.",
  ],
  ...[String.raw`(\u002F)|(\u002F[\u0021-\u007E]+\u002F)`, String.raw`((/[A-Za-z0-9\.,\+@=_-]+)*)/`].map(
    (path) =>
      [
        path,
        "It must begin and end with / and contain only alphanumeric characters and/or / characters.",
      ] as const,
  ),
  [String.raw`[\w+=,.@-]+`, "It must contain only alphanumeric characters and/or the following: +=,.@_-"],
]);

export const validationForms: Readonly<Record<ServiceId, ValidationForm>> = {
  // IAM no longer repeats what was sent, nor that it was nothing.
  iam: {
    style: "listed",
    code: "ValidationError",
    echo: false,
    first: "length",
    itemsNotNull: true,
    memberCodes: none,
    patternTexts: iamPatternTexts,
  },
  sts: {
    style: "listed",
    code: "ValidationError",
    echo: true,
    first: "pattern",
    itemsNotNull: false,
    memberCodes: none,
    patternTexts: none,
  },
  // One violation, named by a reason.
  // https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html#API_DescribeAccount_Errors
  organizations: { style: "reason", code: "InvalidInputException", echo: false },
  // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html#API_LookupEvents_Errors
  cloudtrail: {
    style: "listed",
    code: "ValidationException",
    echo: true,
    first: "pattern",
    itemsNotNull: false,
    patternTexts: none,
    memberCodes: new Map([["MaxResults", "InvalidMaxResultsException"]]),
  },
  // As most of AWS's services in JSON word it.
  portcullis: {
    style: "listed",
    code: "ValidationException",
    echo: true,
    first: "pattern",
    itemsNotNull: false,
    patternTexts: none,
    memberCodes: none,
  },
};

/** The reasons of InvalidInputException by the constraint that failed, with the texts of Organizations. */
export const reasons: Readonly<
  Record<Constraint["kind"], { readonly reason: string; readonly message: string }>
> = {
  required: {
    reason: "INPUT_REQUIRED",
    message: "You must include a value for all required parameters.",
  },
  "min-length": {
    reason: "MIN_LENGTH_EXCEEDED",
    message: "You provided a string parameter that is shorter than allowed.",
  },
  "max-length": {
    reason: "MAX_LENGTH_EXCEEDED",
    message: "You provided a string parameter that is longer than allowed.",
  },
  "min-value": {
    reason: "MIN_VALUE_EXCEEDED",
    message: "You provided a numeric parameter that has a smaller value than allowed.",
  },
  "max-value": {
    reason: "MAX_VALUE_EXCEEDED",
    message: "You provided a numeric parameter that has a larger value than allowed.",
  },
  pattern: {
    reason: "INVALID_PATTERN",
    message: "You provided a value that does not match the required pattern.",
  },
  enum: { reason: "INVALID_ENUM", message: "You specified an invalid value." },
  items: {
    reason: "INVALID_LIST_MEMBER",
    message: "You provided a list to a parameter that contains at least one invalid value.",
  },
  keys: {
    reason: "INVALID_LIST_MEMBER",
    message: "You provided a list to a parameter that contains at least one invalid value.",
  },
  values: {
    reason: "INVALID_LIST_MEMBER",
    message: "You provided a list to a parameter that contains at least one invalid value.",
  },
};
