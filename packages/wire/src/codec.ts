import type { Operation, ServiceModel } from "@portcullis/aws-model";
import type { Answer, Structure } from "./failure.ts";
import { encodeJson } from "./json-encode.ts";
import { encodeQuery } from "./query-encode.ts";

/** The answer of an operation in the protocol of its service. `output` holds the operation's output members. */
export function encode(
  service: ServiceModel,
  operation: Operation,
  output: Structure,
  requestId: string,
): Answer {
  switch (service.protocol) {
    case "query":
      return encodeQuery(service, operation, output, requestId);
    case "json":
      return encodeJson(service, operation, output);
  }
}
