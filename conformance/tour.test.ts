/** The whole of it once, as a client meets it: a root user, people, groups, roles, sessions, and what is kept of it. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type LookupAttributeKey, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  ListRolesCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { recorded } from "./support/balanced.ts";
import { type Clients, clientsOf, credentialsOf, failureOf, policy } from "./support/clients.ts";
import { type Credentials, startEphemeral, type TestServer } from "./support/server.ts";

const account = "123456789012";
const user = (name: string) => `arn:aws:iam::${account}:user/${name}`;
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;

let server: TestServer;
let root: Clients;
let ann: Clients;

/** A user with a key, and its clients. */
async function person(name: string, boundary?: string): Promise<Clients & { readonly keyId: string }> {
  await root.iam.send(new CreateUserCommand({ UserName: name, PermissionsBoundary: boundary }));
  const { AccessKey } = await root.iam.send(new CreateAccessKeyCommand({ UserName: name }));
  const accessKeyId = AccessKey?.AccessKeyId ?? "";
  const clients = clientsOf(server, { accessKeyId, secretAccessKey: AccessKey?.SecretAccessKey ?? "" });
  return { ...clients, keyId: accessKeyId };
}

async function assume(by: Clients, name: string, more: object = {}): Promise<Clients> {
  const { Credentials: made } = await by.sts.send(
    new AssumeRoleCommand({ RoleArn: role(name), RoleSessionName: "trial", ...more }),
  );
  const credentials: Credentials = credentialsOf(made);
  return clientsOf(server, credentials);
}

async function eventsOf(key: LookupAttributeKey, value: string) {
  await recorded();
  const { Events = [] } = await root.cloudtrail.send(
    new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: key, AttributeValue: value }] }),
  );
  return Events.map((event) => ({ ...event, record: JSON.parse(event.CloudTrailEvent ?? "") }));
}

describe("a tour of an account", () => {
  before(async () => {
    server = await startEphemeral();
    root = clientsOf(server, server.root);
    await root.iam.send(new CreateGroupCommand({ GroupName: "Developers" }));
    await root.iam.send(
      new AttachGroupPolicyCommand({ GroupName: "Developers", PolicyArn: aws("AmazonS3ReadOnlyAccess") }),
    );
    ann = await person("Ann");
    await root.iam.send(new AddUserToGroupCommand({ GroupName: "Developers", UserName: "Ann" }));
    await root.iam.send(
      new PutUserPolicyCommand({
        UserName: "Ann",
        PolicyName: "OwnUser",
        PolicyDocument: policy(
          {
            Effect: "Allow",
            Action: ["iam:GetUser", "iam:ListAccessKeys"],
            Resource: `arn:aws:iam::${account}:user/\${aws:username}`,
          },
          { Effect: "Allow", Action: "sts:AssumeRole", Resource: role("Auditor") },
        ),
      }),
    );
    await root.iam.send(
      new CreateRoleCommand({
        RoleName: "Auditor",
        AssumeRolePolicyDocument: policy({
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": "spring-audit" } },
        }),
      }),
    );
    await root.iam.send(
      new PutRolePolicyCommand({
        RoleName: "Auditor",
        PolicyName: "Look",
        PolicyDocument: policy({ Effect: "Allow", Action: ["iam:List*", "iam:GetUser"], Resource: "*" }),
      }),
    );
  });
  after(() => server.stop());

  test("a user is who the server says it is", async () => {
    const identity = await ann.sts.send(new GetCallerIdentityCommand({}));
    assert.equal(identity.Arn, user("Ann"));
    assert.equal(identity.Account, account);
    assert.match(identity.UserId ?? "", /^AIDA[A-Z2-7]{17}$/);
  });

  test("Ann reads herself and lists her own keys, and nobody else's", async () => {
    const { User } = await ann.iam.send(new GetUserCommand({}));
    assert.equal(User?.Arn, user("Ann"));
    const { AccessKeyMetadata } = await ann.iam.send(new ListAccessKeysCommand({}));
    assert.equal(AccessKeyMetadata?.length, 1);
    const refused = await failureOf(ann.iam.send(new ListAccessKeysCommand({ UserName: "Nobody" })));
    assert.equal(refused.name, "AccessDenied");
  });

  test("Ann is refused CreateUser in AWS's words", async () => {
    assert.deepEqual(await failureOf(ann.iam.send(new CreateUserCommand({ UserName: "Bob" }))), {
      name: "AccessDenied",
      message: `User: ${user("Ann")} is not authorized to perform: iam:CreateUser on resource: ${user("Bob")} because no identity-based policy allows the iam:CreateUser action`,
      status: 403,
    });
    const { Users } = await root.iam.send(new ListUsersCommand({}));
    assert.ok(!Users?.some(({ UserName }) => UserName === "Bob"));
  });

  test("Ann assumes the role with the external id, and is refused without it or with another", async () => {
    const session = await assume(ann, "Auditor", { ExternalId: "spring-audit" });
    const identity = await session.sts.send(new GetCallerIdentityCommand({}));
    assert.equal(identity.Arn, `arn:aws:sts::${account}:assumed-role/Auditor/trial`);
    for (const more of [{}, { ExternalId: "autumn-audit" }]) {
      assert.deepEqual(await failureOf(assume(ann, "Auditor", more)), {
        name: "AccessDenied",
        message: `User: ${user("Ann")} is not authorized to perform: sts:AssumeRole on resource: ${role("Auditor")}`,
        status: 403,
      });
    }
  });

  test("a session is narrower by its session policy", async () => {
    const wide = await assume(ann, "Auditor", { ExternalId: "spring-audit" });
    assert.ok((await wide.iam.send(new ListRolesCommand({}))).Roles?.length);
    const narrow = await assume(ann, "Auditor", {
      ExternalId: "spring-audit",
      Policy: policy({ Effect: "Allow", Action: ["iam:ListUsers", "iam:CreateUser"], Resource: "*" }),
    });
    assert.ok((await narrow.iam.send(new ListUsersCommand({}))).Users?.length);
    const session = `arn:aws:sts::${account}:assumed-role/Auditor/trial`;
    assert.equal(
      (await failureOf(narrow.iam.send(new ListRolesCommand({})))).message,
      `User: ${session} is not authorized to perform: iam:ListRoles on resource: ${role("")} because no session policy allows the iam:ListRoles action`,
    );
    assert.match(
      (await failureOf(narrow.iam.send(new CreateUserCommand({ UserName: "Eve" })))).message,
      /because no identity-based policy allows the iam:CreateUser action$/,
    );
  });

  test("a boundary takes away what a policy gives", async () => {
    const bea = await person("Bea", aws("IAMReadOnlyAccess"));
    await root.iam.send(
      new AttachUserPolicyCommand({ UserName: "Bea", PolicyArn: aws("AdministratorAccess") }),
    );
    await bea.iam.send(new ListUsersCommand({}));
    assert.equal(
      (await failureOf(bea.iam.send(new CreateUserCommand({ UserName: "Eve" })))).message,
      `User: ${user("Bea")} is not authorized to perform: iam:CreateUser on resource: ${user("Eve")} because no permissions boundary allows the iam:CreateUser action`,
    );
  });

  test("an explicit deny wins", async () => {
    const dan = await person("Dan");
    await root.iam.send(
      new AttachUserPolicyCommand({ UserName: "Dan", PolicyArn: aws("AdministratorAccess") }),
    );
    await root.iam.send(
      new PutUserPolicyCommand({
        UserName: "Dan",
        PolicyName: "NoUsers",
        PolicyDocument: policy({ Effect: "Deny", Action: "iam:*User", Resource: user("*") }),
      }),
    );
    await dan.iam.send(new ListUsersCommand({}));
    assert.equal(
      (await failureOf(dan.iam.send(new CreateUserCommand({ UserName: "Eve" })))).message,
      `User: ${user("Dan")} is not authorized to perform: iam:CreateUser on resource: ${user("Eve")} with an explicit deny in an identity-based policy`,
    );
  });

  test("deleting the key refuses the next call", async () => {
    const kim = await person("Kim");
    await kim.sts.send(new GetCallerIdentityCommand({}));
    await root.iam.send(new DeleteAccessKeyCommand({ UserName: "Kim", AccessKeyId: kim.keyId }));
    assert.deepEqual(await failureOf(kim.sts.send(new GetCallerIdentityCommand({}))), {
      name: "InvalidClientTokenId",
      message: "The security token included in the request is invalid.",
      status: 403,
    });
  });

  test("the event history shows changes, reads, refusals and sessions, and no secret", async () => {
    const lee = await person("Lee");
    await root.iam.send(
      new PutUserPolicyCommand({
        UserName: "Lee",
        PolicyName: "Assume",
        PolicyDocument: policy({ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }),
      }),
    );
    await failureOf(lee.iam.send(new CreateUserCommand({ UserName: "Max" })));
    const session = await assume(lee, "Auditor", { ExternalId: "spring-audit" });
    await session.iam.send(new ListUsersCommand({}));

    const [refused, assumed] = await Promise.all([
      eventsOf("ResourceName", "Max"),
      eventsOf("Username", "Lee"),
    ]);
    assert.deepEqual(
      refused.map(({ EventName, Username, record }) => [EventName, Username, record.errorCode]),
      [["CreateUser", "Lee", "AccessDenied"]],
    );
    assert.deepEqual(
      assumed.map(({ EventName, ReadOnly, AccessKeyId }) => [EventName, ReadOnly, AccessKeyId]),
      [
        ["AssumeRole", "true", lee.keyId],
        ["CreateUser", "false", lee.keyId],
      ],
    );
    const made = (await eventsOf("EventName", "CreateAccessKey")).find(
      ({ record }) => record.responseElements?.accessKey?.userName === "Lee",
    );
    assert.equal(made?.record.userIdentity.type, "Root");
    assert.equal(made?.record.responseElements.accessKey.accessKeyId, lee.keyId);
    assert.equal(made?.record.eventSource, "iam.amazonaws.com");
    assert.equal(made?.record.recipientAccountId, account);
    assert.ok(!JSON.stringify(made?.record).includes('ecretAccessKey":"'));
    const [listed] = await eventsOf("EventName", "ListUsers");
    assert.equal(listed?.record.userIdentity.type, "AssumedRole");
    assert.equal(listed?.record.userIdentity.sessionContext.sessionIssuer.userName, "Auditor");
  });
});
