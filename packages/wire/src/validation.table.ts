import type { ServiceId } from "@portcullis/aws-model";
import type { Constraint } from "./constraint.ts";

/** How a service words the failure of the model's constraints. */
export type ValidationForm =
  | {
      readonly style: "listed";
      readonly code: string;
      /** Whether its texts repeat values: `Value 'x' at 'y'`, or in the newer form `Value at 'y'`. */
      readonly echo: boolean;
      /** Members with a code of their own, where the operation's errors hold it. */
      readonly memberCodes: ReadonlyMap<string, string>;
    }
  | { readonly style: "reason"; readonly code: string; readonly echo: false };

const noCodes: ReadonlyMap<string, string> = new Map();

export const validationForms: Readonly<Record<ServiceId, ValidationForm>> = {
  // IAM no longer repeats what was sent.
  iam: { style: "listed", code: "ValidationError", echo: false, memberCodes: noCodes },
  sts: { style: "listed", code: "ValidationError", echo: true, memberCodes: noCodes },
  // One violation, named by a reason.
  // https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html#API_DescribeAccount_Errors
  organizations: { style: "reason", code: "InvalidInputException", echo: false },
  // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html#API_LookupEvents_Errors
  cloudtrail: {
    style: "listed",
    code: "ValidationException",
    echo: true,
    memberCodes: new Map([["MaxResults", "InvalidMaxResultsException"]]),
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
