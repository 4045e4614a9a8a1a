import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { IAMClient } from "@aws-sdk/client-iam";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { STSClient } from "@aws-sdk/client-sts";
import type { Credentials, Door } from "./server.ts";

export { policy } from "./policy.ts";

/** The official clients, pointed at a server. */
export interface Clients {
  readonly iam: IAMClient;
  readonly sts: STSClient;
  readonly cloudtrail: CloudTrailClient;
  readonly organizations: OrganizationsClient;
}

/** @param maxAttempts 1, so that what a test sees is what the server answered first */
export function clientsOf(door: Door, credentials: Credentials, maxAttempts = 1): Clients {
  const config = { endpoint: door.endpoint, region: "us-east-1", credentials, maxAttempts };
  return {
    iam: new IAMClient(config),
    sts: new STSClient(config),
    cloudtrail: new CloudTrailClient(config),
    organizations: new OrganizationsClient(config),
  };
}

/** The credentials in an answer: of a session, or of a new access key, which has no token. */
export function credentialsOf(issued: Issued | undefined): Credentials {
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken: sessionToken } = issued ?? {};
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
  };
}

interface Issued {
  readonly AccessKeyId?: string | undefined;
  readonly SecretAccessKey?: string | undefined;
  readonly SessionToken?: string | undefined;
}

export interface ClientError {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}

/** What a call fails with. A call that succeeds is an error of the test. */
export async function failureOf(call: Promise<unknown>): Promise<ClientError> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, message, status: $metadata?.httpStatusCode };
  }
  throw new Error("the call succeeded");
}
