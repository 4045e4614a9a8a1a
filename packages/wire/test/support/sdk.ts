import { Readable } from "node:stream";
import * as cloudtrail from "@aws-sdk/client-cloudtrail";
import * as iam from "@aws-sdk/client-iam";
import * as organizations from "@aws-sdk/client-organizations";
import * as sts from "@aws-sdk/client-sts";
import type { AwsServiceId, Shape } from "@portcullis/aws-model";

export interface SentRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}
export interface CannedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

interface Client {
  send(command: unknown): Promise<Record<string, unknown>>;
}
type Module = Readonly<Record<string, new (input: unknown) => Client>>;

const modules: Readonly<Record<AwsServiceId, readonly [unknown, client: string]>> = {
  iam: [iam, "IAMClient"],
  sts: [sts, "STSClient"],
  organizations: [organizations, "OrganizationsClient"],
  cloudtrail: [cloudtrail, "CloudTrailClient"],
};

/** An official client whose requests go nowhere: `answer` sees each and gives what comes back. */
export function clientOf(service: AwsServiceId, answer: (request: SentRequest) => CannedAnswer) {
  const [module, name] = modules[service];
  const make = module as Module;
  const client = new make[name]!({
    region: "us-east-1",
    endpoint: "http://127.0.0.1:1",
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: SentRequest) => {
        const { status, contentType, body } = answer(request);
        const headers = { "content-type": contentType, "x-amzn-requestid": "request-1" };
        return { response: { statusCode: status, headers, body: Readable.from([Buffer.from(body)]) } };
      },
    },
  });
  return async (operation: string, input: unknown): Promise<Record<string, unknown>> => {
    const { $metadata, ...output } = await client.send(new make[`${operation}Command`]!(input));
    return output;
  };
}

/** A value as the clients take it: they want Dates where the model has timestamps. */
export function forSdk(shape: Shape, value: unknown): unknown {
  if (value === undefined) return undefined;
  switch (shape.type) {
    case "timestamp":
      return new Date(value as number);
    case "list":
      return (value as readonly unknown[]).map((item) => forSdk(shape.member, item));
    case "structure":
      return Object.fromEntries(
        shape.members
          .map((member) => [
            member.name,
            forSdk(member.shape, (value as Record<string, unknown>)[member.name]),
          ])
          .filter(([, held]) => held !== undefined),
      );
    case "map":
      return Object.fromEntries(
        Object.entries(value as object).map(([key, held]) => [key, forSdk(shape.value, held)]),
      );
    default:
      return value;
  }
}
