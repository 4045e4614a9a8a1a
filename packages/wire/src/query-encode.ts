import type { Operation, ServiceModel } from "@portcullis/aws-model";
import type { Answer, Structure } from "./failure.ts";
import { escapeXml } from "./xml.ts";
import { type Write, xmlWriter } from "./xml-writer.ts";

/** Everything of an operation's answer but its values and the request id. */
interface Frame {
  readonly open: string;
  readonly output: Write | undefined;
  readonly close: string;
  readonly end: string;
}

export const queryContentType = "text/xml";

// Models live as long as the process, and an operation belongs to one service: nothing here outlives its key.
const frames = new WeakMap<Operation, Frame>();

/**
 * The answer of a query operation. Members come in the model's order; absent ones are left out, empty lists are not.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#response-serialization
 */
export function encodeQuery(
  service: ServiceModel,
  operation: Operation,
  output: Structure,
  requestId: string,
): Answer {
  let frame = frames.get(operation);
  if (frame === undefined) {
    frame = frameOf(service, operation);
    frames.set(operation, frame);
  }
  const result = frame.output === undefined ? "" : frame.output(output as never);
  return {
    status: 200,
    contentType: queryContentType,
    body: frame.open + result + frame.close + escapeXml(requestId) + frame.end,
  };
}

function frameOf(service: ServiceModel, operation: Operation): Frame {
  const { name, output, resultWrapper } = operation;
  const wrapper = output === undefined ? undefined : resultWrapper;
  return {
    open: `<${name}Response xmlns="${service.xmlNamespace ?? ""}">${wrapper === undefined ? "" : `<${wrapper}>`}`,
    output: output === undefined ? undefined : xmlWriter(service, output),
    close: `${wrapper === undefined ? "" : `</${wrapper}>`}<ResponseMetadata><RequestId>`,
    end: `</RequestId></ResponseMetadata></${name}Response>`,
  };
}
