import type { IncomingMessage, ServerResponse } from "node:http";
import type { Operation, ServiceModel } from "@portcullis/aws-model";
import type { Caller, SessionFacts } from "@portcullis/directory";
import type { Failure, Found, Offered, OperationId } from "@portcullis/services";
import type { Presented, SignedMessage } from "@portcullis/wire";
import type { Credential } from "../credentials.ts";

/**
 * One request on its way through the pipeline. Each step fills in what the later ones need; the first refusal ends
 * the way. All members are there from the beginning, so that every exchange has one shape.
 */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  /** Monotonic milliseconds. */
  readonly arrived: number;
  /** Epoch milliseconds of the server's clock; read once. */
  readonly now: number;
  readonly sourceIp: string;
  readonly secure: boolean;
  readonly message: SignedMessage;
  service: ServiceModel | undefined;
  presented: Presented | undefined;
  credential: Credential | undefined;
  session: SessionFacts | undefined;
  body: Buffer;
  operation: Operation | undefined;
  operationId: OperationId | undefined;
  offered: Offered | undefined;
  input: unknown;
  caller: Caller | undefined;
  found: Found;
  output: unknown;
  refusal: Refusal | undefined;
  /** The answer, encoded before anything is committed. */
  answer: Answer | undefined;
}

/** Why a request goes no further. */
export interface Refusal {
  readonly failure: Failure & { readonly status?: number };
  /** The signature was not proved: a refusal before or at it belongs to the operator, not to an account. */
  readonly proved: boolean;
  /** Text for the audit trail where the one on the wire would say too much. */
  readonly denied?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}
