/** Reports of an account, as the SDK's client meets them. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GenerateCredentialReportCommand,
  GenerateServiceLastAccessedDetailsCommand,
  GetAccessKeyLastUsedCommand,
  GetAccountAuthorizationDetailsCommand,
  GetCredentialReportCommand,
  GetRoleCommand,
  GetServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsWithEntitiesCommand,
  GetUserCommand,
  ListPoliciesGrantingServiceAccessCommand,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
  paginateGetAccountAuthorizationDetails,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { type Clients, clientsOf, credentialsOf, failureOf, policy } from "./support/clients.ts";
import { startEphemeral, type TestServer } from "./support/server.ts";
import { send } from "./support/wire.ts";

const account = "123456789012";
const arn = (type: string, name: string) => `arn:aws:iam::${account}:${type}/${name}`;
const anyS3 = policy({ Effect: "Allow", Action: "s3:*", Resource: "*" });

let server: TestServer;
let root: Clients;
let ann: Clients;
let annsKey: string;

describe("reports and usage of an account", () => {
  before(async () => {
    server = await startEphemeral();
    root = clientsOf(server, server.root);
    const { iam } = root;
    await iam.send(new CreateUserCommand({ UserName: "Ann" }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "Ann" }));
    annsKey = AccessKey?.AccessKeyId ?? "";
    ann = clientsOf(server, {
      accessKeyId: annsKey,
      secretAccessKey: AccessKey?.SecretAccessKey ?? "",
    });
    const PolicyDocument = policy({ Effect: "Allow", Action: "iam:GetUser", Resource: "*" });
    await iam.send(new PutUserPolicyCommand({ UserName: "Ann", PolicyName: "Own", PolicyDocument }));
    await iam.send(new CreateGroupCommand({ GroupName: "Readers" }));
    await iam.send(new AddUserToGroupCommand({ GroupName: "Readers", UserName: "Ann" }));
    await iam.send(
      new PutGroupPolicyCommand({ GroupName: "Readers", PolicyName: "Shared", PolicyDocument: anyS3 }),
    );
    const AssumeRolePolicyDocument = policy({
      Effect: "Allow",
      Principal: { AWS: arn("user", "Ann") },
      Action: "sts:AssumeRole",
    });
    await iam.send(new CreateRoleCommand({ RoleName: "Worker", AssumeRolePolicyDocument }));
  });
  after(() => server.stop());

  /** That Ann, who may read users only, is refused in AWS's words. */
  async function refusesAnn(call: Promise<unknown>, action: string, resource: string): Promise<void> {
    assert.deepEqual(await failureOf(call), {
      name: "AccessDenied",
      message: `User: ${arn("user", "Ann")} is not authorized to perform: iam:${action} on resource: ${resource} because no identity-based policy allows the iam:${action} action`,
      status: 403,
    });
  }

  test("the authorization details come page by page, their documents encoded", async () => {
    const pages = paginateGetAccountAuthorizationDetails({ client: root.iam, pageSize: 1 }, {});
    const names: (string | undefined)[] = [];
    for await (const page of pages) {
      const { UserDetailList = [], GroupDetailList = [], RoleDetailList = [], Policies = [] } = page;
      names.push(
        ...UserDetailList.map(({ UserName }) => UserName),
        ...GroupDetailList.map(({ GroupName }) => GroupName),
        ...RoleDetailList.map(({ RoleName }) => RoleName),
        ...Policies.map(({ PolicyName }) => PolicyName),
      );
    }
    assert.deepEqual(names, ["Ann", "Readers", "Worker"]);
    const { GroupDetailList, IsTruncated } = await root.iam.send(
      new GetAccountAuthorizationDetailsCommand({ Filter: ["Group"] }),
    );
    assert.equal(IsTruncated, false);
    const [shared] = GroupDetailList?.[0]?.GroupPolicyList ?? [];
    assert.equal(shared?.PolicyDocument, encodeURIComponent(anyS3).replaceAll("*", "%2A"));
    await refusesAnn(
      ann.iam.send(new GetAccountAuthorizationDetailsCommand({})),
      "GetAccountAuthorizationDetails",
      "*",
    );
    const wrong = await failureOf(
      root.iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ["Policy" as "User"] })),
    );
    assert.equal(wrong.name, "ValidationError");
  });

  test("the policies that grant a service are those of a user and of its groups", async () => {
    const list = (Arn: string, by = root) =>
      by.iam.send(new ListPoliciesGrantingServiceAccessCommand({ Arn, ServiceNamespaces: ["s3"] }));
    const { PoliciesGrantingServiceAccess, IsTruncated } = await list(arn("user", "Ann"));
    assert.equal(IsTruncated, false);
    assert.deepEqual(PoliciesGrantingServiceAccess, [
      {
        ServiceNamespace: "s3",
        Policies: [
          { PolicyName: "Shared", PolicyType: "INLINE", EntityType: "GROUP", EntityName: "Readers" },
        ],
      },
    ]);
    assert.equal((await failureOf(list(arn("user", "Eve")))).name, "NoSuchEntityException");
    assert.equal((await failureOf(list(arn("policy", "Eve")))).name, "InvalidInputException");
    const user = arn("user", "Ann");
    await refusesAnn(list(user, ann), "ListPoliciesGrantingServiceAccess", user);
  });

  test("an access key tells what it was last used for, a refused call included", async () => {
    const lastUse = async (AccessKeyId: string, by = root) =>
      by.iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
    const { AccessKey } = await root.iam.send(new CreateAccessKeyCommand({ UserName: "Ann" }));
    const unused = await lastUse(AccessKey?.AccessKeyId ?? "");
    assert.equal(unused.UserName, "Ann");
    assert.deepEqual(unused.AccessKeyLastUsed, { ServiceName: "N/A", Region: "N/A" });
    await ann.iam.send(new GetUserCommand({}));
    const used = await lastUse(annsKey);
    const { LastUsedDate = new Date(0), ...rest } = used.AccessKeyLastUsed ?? {};
    assert.deepEqual(rest, { ServiceName: "iam", Region: "us-east-1" });
    assert.ok(Math.abs(LastUsedDate.getTime() - Date.now()) < 60_000);
    await ann.sts.send(new GetCallerIdentityCommand({}));
    assert.equal((await lastUse(annsKey)).AccessKeyLastUsed?.ServiceName, "sts");
    await refusesAnn(lastUse(annsKey, ann), "GetAccessKeyLastUsed", `access key ${annsKey}`);
    assert.equal((await lastUse(annsKey)).AccessKeyLastUsed?.ServiceName, "iam");
    const absent = `${annsKey.slice(0, 12)}AAAAAAAA`;
    assert.equal((await failureOf(lastUse(absent))).name, "NoSuchEntityException");
  });

  test("a role tells when it was last used", async () => {
    const lastUse = async () =>
      (await root.iam.send(new GetRoleCommand({ RoleName: "Worker" }))).Role?.RoleLastUsed;
    assert.deepEqual(await lastUse(), {});
    const { Credentials } = await ann.sts.send(
      new AssumeRoleCommand({ RoleArn: arn("role", "Worker"), RoleSessionName: "trial" }),
    );
    assert.deepEqual(await lastUse(), {}, "to be assumed is no use of it");
    const worker = clientsOf(server, credentialsOf(Credentials));
    await worker.sts.send(new GetCallerIdentityCommand({}));
    const used = await lastUse();
    assert.equal(used?.Region, "us-east-1");
    assert.ok(Math.abs((used?.LastUsedDate?.getTime() ?? 0) - Date.now()) < 60_000);
    const details = await root.iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ["Role"] }));
    assert.deepEqual(details.RoleDetailList?.[0]?.RoleLastUsed, used);
  });

  test("a report of last accesses is asked for and read, by service, action and entity", async () => {
    const generate = (Arn: string, by = root) =>
      by.iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn, Granularity: "ACTION_LEVEL" }));
    const details = (JobId: string | undefined, by = root) =>
      by.iam.send(new GetServiceLastAccessedDetailsCommand({ JobId }));
    const entities = (JobId: string | undefined, by = root) =>
      by.iam.send(new GetServiceLastAccessedDetailsWithEntitiesCommand({ JobId, ServiceNamespace: "iam" }));
    await ann.iam.send(new GetUserCommand({}));
    const user = arn("user", "Ann");
    const { JobId } = await generate(user);
    const report = await details(JobId);
    assert.deepEqual(
      [report.JobStatus, report.JobType, report.IsTruncated],
      ["COMPLETED", "ACTION_LEVEL", false],
    );
    const [iam, s3] = report.ServicesLastAccessed ?? [];
    assert.deepEqual([iam?.ServiceNamespace, iam?.LastAuthenticatedEntity], ["iam", user]);
    const [tracked] = iam?.TrackedActionsLastAccessed ?? [];
    assert.deepEqual([tracked?.ActionName, tracked?.LastAccessedEntity], ["GetUser", user]);
    assert.deepEqual([s3?.ServiceNamespace, s3?.TotalAuthenticatedEntities], ["s3", 0]);
    const { EntityDetailsList } = await entities(JobId);
    assert.deepEqual(
      EntityDetailsList?.map(({ EntityInfo }) => [EntityInfo?.Type, EntityInfo?.Arn]),
      [["USER", user]],
    );
    const none = "00000000-0000-4000-8000-000000000000";
    for (const call of [() => details(none), () => entities(none), () => generate(arn("user", "Eve"))]) {
      assert.equal((await failureOf(call())).name, "NoSuchEntityException");
    }
    assert.equal((await failureOf(generate("arn:aws:s3:::somebodys-bucket"))).name, "InvalidInputException");
    await refusesAnn(generate(user, ann), "GenerateServiceLastAccessedDetails", user);
    await refusesAnn(details(JobId, ann), "GetServiceLastAccessedDetails", "*");
    await refusesAnn(entities(JobId, ann), "GetServiceLastAccessedDetailsWithEntities", "*");
  });

  test("a credential report is generated, and read until it expires", async () => {
    const generate = (by = root) => by.iam.send(new GenerateCredentialReportCommand({}));
    const get = (by = root) => by.iam.send(new GetCredentialReportCommand({}));
    await refusesAnn(generate(ann), "GenerateCredentialReport", "*");
    await refusesAnn(get(ann), "GetCredentialReport", "*");
    assert.equal((await failureOf(get())).name, "CredentialReportNotPresentException");
    assert.equal((await generate()).State, "STARTED");
    assert.equal((await generate()).State, "COMPLETE");
    const { Content, ReportFormat } = await get();
    assert.equal(ReportFormat, "text/csv");
    const [header = "", first = "", second = ""] = Buffer.from(Content ?? [])
      .toString()
      .split("\n");
    assert.ok(header.startsWith("user,arn,user_creation_time,password_enabled,"));
    assert.ok(first.startsWith(`<root_account>,arn:aws:iam::${account}:root,`));
    assert.ok(second.startsWith(`Ann,${arn("user", "Ann")},`));
    await send(server.operatePort, {
      target: "/clock",
      headers: ["Authorization", `Bearer ${server.token}`],
      body: JSON.stringify({ advance: "PT4H" }),
    });
    assert.equal((await failureOf(get())).name, "CredentialReportExpiredException");
  });
});
