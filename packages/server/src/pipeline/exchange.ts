import type { IncomingMessage, ServerResponse } from "node:http";
import type { Operation, ServiceModel } from "@portcullis/aws-model";
import type { Caller, RealmState } from "@portcullis/directory";
import type { Found, NotOffered, Offered, OperationId } from "@portcullis/services";
import type { Committer } from "@portcullis/storage";
import type { Answer, Failure, Presented, SignedMessage } from "@portcullis/wire";
import type { Credential } from "../credentials.ts";
import type { RewindableDraw } from "../draw.ts";
import type { Freshness } from "../freshness/stale-node.table.ts";
import type { Runtime } from "../runtime.ts";
import type { Soon } from "../soon.ts";

/**
 * One request on its way through the pipeline. Each step fills in what the later ones need; the first failure ends
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
  readonly contentType: string | undefined;
  /** The `X-Amz-Target` header. */
  readonly target: string | undefined;
  readonly userAgent: string | undefined;
  readonly referer: string | undefined;
  /** The Host header. */
  readonly host: string | undefined;
  /** The Content-Length header. */
  readonly announced: string | undefined;
  presented: Presented | undefined;
  service: ServiceModel | undefined;
  credential: Credential | undefined;
  body: Buffer;
  /** Bytes of it that count as large: see `readBody`. */
  large: number;
  operation: Operation | undefined;
  operationId: OperationId | undefined;
  /** Whether the operation only reads; so does a call of none that is known. */
  readOnly: boolean;
  handler: Offered | NotOffered | undefined;
  input: Readonly<Record<string, unknown>>;
  caller: Caller | undefined;
  /** The caller's account. */
  home: Committer<RealmState> | undefined;
  /** The account of whoever asked for a session that a stale node issued; the session counts as long as they do. */
  issuer: Committer<RealmState> | undefined;
  /** How sure this node is of the least sure state that the call is about. Fresh: all of it was confirmed since it came. */
  freshness: Freshness;
  /** Other accounts that the operation named, by number. */
  readonly others: Map<string, Committer<RealmState>>;
  prepared: unknown;
  readonly draw: RewindableDraw;
  /** Drawn once, so that every attempt's event is the same event. */
  readonly eventId: string;
  readonly sequence: number;
  /** The resources that the operation named. */
  found: Found;
  output: unknown;
  /** Whether its event was committed together with what it changed. */
  recorded: boolean;
  /** The answer, encoded before anything is committed. */
  answer: Answer | undefined;
}

/** What a step gives: nothing where the way goes on, the failure that ends it otherwise. */
export type StepResult = Failure | undefined;

/** One step of the way. */
export type Step = (runtime: Runtime, exchange: Exchange) => Soon<StepResult>;
