import { parseArn } from "@portcullis/directory";
import type { Failure } from "../../framework/api.ts";

/** What stands behind the account in a managed policy's ARN, by the model's patterns of paths and names. */
const RESOURCE = /^policy(?:\/[\w+=,.@-]+)+$/;

export function isPolicyArn(text: string): boolean {
  const parts = parseArn(text);
  return parts?.service === "iam" && RESOURCE.test(parts.resource);
}

/**
 * What AWS says of a text that can name no managed policy. One that is no ARN at all is a ValidationError, in words that
 * are not the same everywhere; an ARN of anything else is not.
 * Source: https://github.com/aws-samples/aws-cdk-examples/issues/287
 */
export function notAPolicy(text: string, noArn = "Invalid ARN:  Could not be parsed!"): Failure {
  return parseArn(text) === undefined
    ? { code: "ValidationError", message: noArn }
    : { code: "InvalidInput", message: unfitArn(text) };
}

export const unfitArn = (text: string): string => `ARN ${text} is not valid.`;
