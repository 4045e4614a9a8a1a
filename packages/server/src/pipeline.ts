import type { IncomingMessage, ServerResponse } from "node:http";
import { StorageError } from "@portcullis/storage";
import type { Failure } from "@portcullis/wire";
import { answerIssuer } from "./issuers/answer-issuer.ts";
import { issuerPath } from "./issuers/issuer-path.ts";
import { attempt } from "./pipeline/attempt.ts";
import { refuseBeyondBound } from "./pipeline/confirm.ts";
import { decode } from "./pipeline/decode.ts";
import type { Exchange, Step } from "./pipeline/exchange.ts";
import { identify } from "./pipeline/identify.ts";
import { checkLimits } from "./pipeline/limits.ts";
import { noteUse } from "./pipeline/note-use.ts";
import { prepare } from "./pipeline/prepare.ts";
import { presentCredential } from "./pipeline/present-credential.ts";
import { prove } from "./pipeline/prove.ts";
import { readBody, releaseBody } from "./pipeline/read-body.ts";
import { receive } from "./pipeline/receive.ts";
import { recordRefusal } from "./pipeline/record-refusal.ts";
import { failureAnswer, send } from "./pipeline/send.ts";
import { storageFailure } from "./pipeline/storage-failure.table.ts";
import { unknownFailure } from "./pipeline/unknown-failure.ts";
import { validate } from "./pipeline/validate.ts";
import type { Runtime } from "./runtime.ts";

/** The life of a request, in order. The first step that gives a failure ends it. */
const steps: readonly Step[] = [
  refuseBeyondBound, // a node that has not heard of the database for too long decides nothing
  checkLimits, // method, path, announced length
  presentCredential, // the head alone: route by the scope's service, refuse what needs no secret to be refused
  readBody,
  prove, // compare the signature
  identify, // load the caller's account, confirm it; who it is
  decode, // operation and input
  validate, // the model's constraints
  prepare, // pin other accounts, confirm them; what is slow
  attempt, // resolve, authorize, run, encode; commit
];

/** Answers one request of the AWS plane: of an issuer's documents, which nothing has to be proved for, or of an API. */
export async function handle(
  runtime: Runtime,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = issuerPath(runtime.basePath, request);
  if (path !== undefined && (await answerIssuer(runtime, path, response))) return;
  const exchange = receive(runtime, request, response);
  const failure = await run(runtime, exchange);
  releaseBody(exchange);
  const unrecorded = failure === undefined ? undefined : recordRefusal(runtime, exchange, failure);
  const refused = unrecorded ?? failure;
  const answer = refused === undefined ? exchange.answer : failureAnswer(exchange, refused);
  if (answer === undefined) throw new Error("a request ended without an answer");
  send(runtime, exchange, answer);
  noteUse(runtime, exchange);
  const seconds = (performance.now() - exchange.arrived) / 1000;
  runtime.metrics.request(exchange.service?.id ?? "other", answer.status, seconds);
}

async function run(runtime: Runtime, exchange: Exchange): Promise<Failure | undefined> {
  try {
    for (const step of steps) {
      const result = step(runtime, exchange);
      const failure = result instanceof Promise ? await result : result;
      if (failure !== undefined) return failure;
    }
    return undefined;
  } catch (error) {
    if (error instanceof StorageError) return storageFailure[error.kind];
    runtime.log.error({ err: error, requestId: exchange.requestId }, "A request failed.");
    return unknownFailure(exchange.operation);
  }
}
