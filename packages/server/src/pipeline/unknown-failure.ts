import type { Operation } from "@portcullis/aws-model";
import type { Failure } from "@portcullis/wire";

/**
 * What a caller is told of a fault of the server itself. Most operations of IAM have an error of their own for it.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
export function unknownFailure(operation: Operation | undefined): Failure {
  const own = operation?.errors.some(({ code }) => code === "ServiceFailure") ?? false;
  return {
    code: own ? "ServiceFailure" : "InternalFailure",
    message: "The request processing has failed because of an unknown error, exception or failure.",
  };
}
