import assert from "node:assert/strict";
import { type Operation, services } from "@portcullis/aws-model";
import {
  type Decoded,
  dialectOf,
  encodeFailure,
  type Failure,
  validate,
  validationFailure,
} from "@portcullis/wire";

/** What a decoder gave is valid by the model or refused, and the refusal is an answer that blames the caller. */
export function holdsOfDecoded(operation: Operation, decoded: Decoded): void {
  const failure = decoded.ok
    ? validationFailure(operation, validate(operation, decoded.input))
    : decoded.failure;
  if (failure !== undefined) holdsOfRefusal(operation, failure);
}

export function holdsOfRefusal(operation: Operation, failure: Failure): void {
  const answer = encodeFailure(dialectOf(services[operation.service]), failure, "request", operation);
  assert.ok(answer.status >= 400 && answer.status < 500, `${failure.code} is answered with ${answer.status}`);
  assert.ok(answer.body.length < 32 * 1024, `the refusal has ${answer.body.length} characters`);
}
