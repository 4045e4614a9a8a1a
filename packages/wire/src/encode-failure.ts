import type { Operation, ServiceModel } from "@portcullis/aws-model";
import { type CommonError, commonErrors, commonErrorsByJsonCode } from "./common-errors.table.ts";
import type { Answer, Failure } from "./failure.ts";
import { jsonContentType } from "./json-encode.ts";
import { queryContentType } from "./query-encode.ts";
import { type CallHead, jsonVersionOf } from "./route.ts";
import { escapeXml } from "./xml.ts";

/** How to speak to a caller of whom no answer of an operation is at hand. */
export type Dialect =
  | { readonly protocol: "query"; readonly xmlNamespace: string }
  | { readonly protocol: "json"; readonly version: "1.0" | "1.1" };

/** The namespace of faults that AWS's front end gives before a service has the call. */
const frontNamespace = "http://webservices.amazon.com/AWSFault/2005-15-09";
/** Codes that the front end gives to every service: a call whose operation is not found belongs to none of its versions. */
const frontCodes: ReadonlySet<string> = new Set(["InvalidAction", "MissingAction"]);

/** The dialect of a service. */
export function dialectOf(service: ServiceModel): Dialect {
  return service.protocol === "query"
    ? { protocol: "query", xmlNamespace: service.xmlNamespace ?? frontNamespace }
    : { protocol: "json", version: service.jsonVersion ?? "1.1" };
}

/** The dialect of a call whose service is not known: JSON where its content type or a target says so, else XML. */
export function dialectOfCall(head: CallHead): Dialect {
  const version = jsonVersionOf(head.contentType);
  return version !== undefined || head.target !== undefined
    ? { protocol: "json", version: version ?? "1.1" }
    : { protocol: "query", xmlNamespace: frontNamespace };
}

/**
 * The answer that carries a failure. The status is the failure's own, else the one that the operation's model declares,
 * else that of the common error, else 400. Common errors take the spelling of the protocol.
 *
 * @param operation the operation that failed, where one was found
 */
export function encodeFailure(
  dialect: Dialect,
  failure: Failure,
  requestId: string,
  operation?: Operation,
): Answer {
  const modelled = operation?.errors.find((error) => error.code === failure.code)?.status;
  const common = modelled === undefined ? commonErrorOf(failure.code) : undefined;
  switch (dialect.protocol) {
    case "query": {
      const status = failure.status ?? modelled ?? common?.status ?? 400;
      return { status, contentType: queryContentType, body: xmlFailure(dialect, failure, status, requestId) };
    }
    case "json":
      return {
        status: failure.status ?? modelled ?? common?.jsonStatus ?? 400,
        contentType: jsonContentType(dialect.version),
        body: jsonFailure(failure, common),
      };
  }
}

const commonErrorOf = (code: string): CommonError | undefined =>
  commonErrors.get(code) ?? commonErrorsByJsonCode.get(code);

function xmlFailure(
  dialect: Dialect & { readonly protocol: "query" },
  failure: Failure,
  status: number,
  requestId: string,
): string {
  const namespace = frontCodes.has(failure.code) ? frontNamespace : dialect.xmlNamespace;
  const type = status >= 500 ? "Receiver" : "Sender";
  const message = failure.message === "" ? "" : `<Message>${escapeXml(failure.message)}</Message>`;
  return (
    `<ErrorResponse xmlns="${namespace}"><Error>` +
    `<Type>${type}</Type><Code>${escapeXml(failure.code)}</Code>${message}</Error>` +
    `<RequestId>${escapeXml(requestId)}</RequestId></ErrorResponse>`
  );
}

/** Codes stand alone, without the namespace that some services of AWS put before them: clients cut it off. */
function jsonFailure(failure: Failure, common: CommonError | undefined): string {
  const text = failure.message === "" ? {} : { [common?.messageKey ?? "Message"]: failure.message };
  return JSON.stringify({ __type: common?.json ?? failure.code, ...text, ...failure.fields });
}
