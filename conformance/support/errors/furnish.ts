/** The account in which the calls of the tables are made. */
import * as iam from "@aws-sdk/client-iam";
import { callsOf, credentialsIn, done } from "../calls.ts";
import { delegationTemplate } from "../changes.table.ts";
import { type Clients, clientsOf } from "../clients.ts";
import { furnish } from "../furnished-account.ts";
import { EPHEMERAL_ACCOUNT, type TestServer } from "../server.ts";
import { wanted } from "./delegation.table.ts";
import { arn } from "./names.ts";
import type { Made } from "./row.ts";

export interface Furnished {
  readonly made: Made;
  readonly clients: Readonly<Record<"root" | "Pat" | "Quinn", Clients>>;
}

/** Two or three of everything, a service-linked role, and two users who may do everything. */
export async function furnishForErrors(server: TestServer): Promise<Furnished> {
  const by = callsOf(server, server.root);
  await furnish(by, EPHEMERAL_ACCOUNT);
  await done(by.iam("CreateServiceLinkedRole", { AWSServiceName: "ecs.amazonaws.com" }));
  await done(by.iam("CreateVirtualMFADevice", { VirtualMFADeviceName: "d2" }));
  const person = async (UserName: string) => {
    await done(by.iam("CreateUser", { UserName }));
    await done(by.iam("AttachUserPolicy", { UserName, PolicyArn: arn("policy/p0") }));
    return clientsOf(server, credentialsIn(await done(by.iam("CreateAccessKey", { UserName }))));
  };
  const [Pat, Quinn] = await Promise.all([person("Pat"), person("Quinn")]);
  await done(by.iam("CreateLoginProfile", { UserName: "Pat", Password: "Tulip-1953" }));
  const root = clientsOf(server, server.root);
  await done(by.own("PutDelegationTemplate", delegationTemplate));
  return { made: await madeFor(root.iam), clients: { root, Pat, Quinn } };
}

async function madeFor(client: iam.IAMClient): Promise<Made> {
  const user = { UserName: "u0" };
  const [keys, certificates, sshKeys, credentials] = await Promise.all([
    client.send(new iam.ListAccessKeysCommand(user)),
    client.send(new iam.ListSigningCertificatesCommand(user)),
    client.send(new iam.ListSSHPublicKeysCommand(user)),
    client.send(new iam.ListServiceSpecificCredentialsCommand(user)),
  ]);
  const { JobId = "" } = await client.send(
    new iam.GenerateServiceLastAccessedDetailsCommand({ Arn: arn("user/u0") }),
  );
  return {
    accessKey: keys.AccessKeyMetadata?.[0]?.AccessKeyId ?? "",
    certificate: certificates.Certificates?.[0]?.CertificateId ?? "",
    sshKey: sshKeys.SSHPublicKeys?.[0]?.SSHPublicKeyId ?? "",
    credential: credentials.ServiceSpecificCredentials?.[0]?.ServiceSpecificCredentialId ?? "",
    delegation: await rejectedRequest(client),
    report: JobId,
  };
}

async function rejectedRequest(client: iam.IAMClient): Promise<string> {
  const { DelegationRequestId = "" } = await client.send(new iam.CreateDelegationRequestCommand(wanted));
  await client.send(new iam.AssociateDelegationRequestCommand({ DelegationRequestId }));
  await client.send(new iam.RejectDelegationRequestCommand({ DelegationRequestId }));
  return DelegationRequestId;
}
