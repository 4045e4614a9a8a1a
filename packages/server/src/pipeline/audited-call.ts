import type { TLSSocket } from "node:tls";
import type { Found } from "@portcullis/services";
import type { Failure } from "@portcullis/wire";
import type { AuditedCall } from "../audit/event.ts";
import type { Runtime } from "../runtime.ts";
import { regionOf } from "./call-of.ts";
import type { Exchange } from "./exchange.ts";

const NONE: readonly string[] = [];

/** What the audit trail is told of a call. */
export function auditedCall(runtime: Runtime, exchange: Exchange, failure: Failure | undefined): AuditedCall {
  const { operation, service, caller, found, others } = exchange;
  if (service === undefined || caller === undefined) {
    throw new Error("nobody was identified");
  }
  return {
    requestId: exchange.requestId,
    eventId: exchange.eventId,
    sequence: exchange.sequence,
    writer: runtime.writer,
    time: exchange.now,
    sourceIp: exchange.sourceIp,
    userAgent: exchange.userAgent,
    tls: exchange.secure ? tlsOf(exchange.request.socket as TLSSocket) : undefined,
    host: exchange.host,
    region: regionOf(runtime, exchange),
    service,
    operation,
    readOnly: exchange.readOnly,
    caller,
    input: exchange.input,
    output: failure === undefined ? exchange.output : undefined,
    failure,
    found,
    otherAccounts:
      failure === undefined && others.size > 0
        ? [...others.keys()].filter((account) => concerns(found, account))
        : NONE,
  };
}

/** An account whose resource was used has the event too; one that a document merely names has not. */
function concerns(found: Found, account: string): boolean {
  return Object.values(found).some((each) => each.account === account);
}

/** undefined behind a proxy: its connection to the client is not ours to describe. */
function tlsOf(socket: TLSSocket): { readonly version: string; readonly cipher: string } | undefined {
  if (socket.encrypted !== true) return undefined;
  return { version: socket.getProtocol() ?? "", cipher: socket.getCipher().standardName };
}
