/** What conditions are told of a call, by a server that strangers reach and by one behind a proxy. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, type Credentials as Made } from "@aws-sdk/client-sts";
import { whereAlone } from "./support/balanced.ts";
import { type Clients, clientsOf, credentialsOf } from "./support/clients.ts";
import { policy } from "./support/policy.ts";
import { type Credentials, startEphemeral, type TestServer } from "./support/server.ts";
import { form, send, signed } from "./support/wire.ts";

const call = "Action=ListUsers&Version=2010-05-08";

interface Place {
  readonly server: TestServer;
  readonly root: Clients;
}

let open: Place;
let behind: Place;

async function place(...args: readonly string[]): Promise<Place> {
  const server = await startEphemeral({ args });
  return { server, root: clientsOf(server, server.root) };
}

before(async () => {
  open = await place();
  behind = await place("--trusted-proxies", "127.0.0.0/8,10.0.0.0/8");
});
after(async () => {
  await open.server.stop();
  await behind.server.stop();
});

let count = 0;

/** A new user who may list users under a condition. */
async function userWith({ root }: Place, Condition: object): Promise<Credentials> {
  const UserName = `user-${++count}`;
  await root.iam.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = policy({ Effect: "Allow", Action: "iam:ListUsers", Resource: "*", Condition });
  await root.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "If", PolicyDocument }));
  const { AccessKey } = await root.iam.send(new CreateAccessKeyCommand({ UserName }));
  return credentialsOf(AccessKey);
}

/** Whether a call is allowed, with headers that somebody adds on the way, and with some that its caller signs. */
async function allowed(
  { server }: Place,
  credentials: Credentials,
  added: readonly string[] = [],
  own: readonly string[] = [],
  target = "/",
): Promise<boolean> {
  const sent = { target, headers: ["Content-Type", form, ...own], body: call };
  const request = await signed(server.port, sent, { credentials });
  const { status, code } = await send(server.port, {
    ...request,
    headers: [...(request.headers ?? []), ...added],
  });
  if (status === 200) return true;
  assert.equal(code, "AccessDenied");
  return false;
}

describe("attack: an address or a safe connection that a caller claims", () => {
  const inside = { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } };
  const safe = { Bool: { "aws:SecureTransport": "true" } };
  const claims = [
    ["X-Forwarded-For", "192.0.2.7"],
    ["Forwarded", "for=192.0.2.7;proto=https"],
    ["X-Real-IP", "192.0.2.7"],
    ["True-Client-IP", "192.0.2.7"],
    ["X-Forwarded-Proto", "https"],
    ["X-Forwarded-Ssl", "on"],
  ] as const;

  test("counts for nothing where no proxy is trusted", async () => {
    const user = await userWith(open, inside);
    const other = await userWith(open, safe);
    for (const claim of claims) {
      assert.equal(await allowed(open, user, claim), false, claim[0]);
      assert.equal(await allowed(open, other, claim), false, claim[0]);
    }
    assert.equal(
      await allowed(open, await userWith(open, { IpAddress: { "aws:SourceIp": "127.0.0.1" } })),
      true,
    );
  });

  test("counts as far as trusted proxies vouch for it", async () => {
    const user = await userWith(behind, inside);
    const from = (...hops: string[]) => allowed(behind, user, ["X-Forwarded-For", hops.join(", ")]);
    assert.equal(await from("192.0.2.7"), true);
    assert.equal(await from("192.0.2.7", "10.1.2.3"), true);
    assert.equal(await from("192.0.2.7", "203.0.113.9"), false);
    assert.equal(await from("192.0.2.7", "203.0.113.9", "10.1.2.3"), false);
    assert.equal(await from("::ffff:192.0.2.7"), true);
    assert.equal(await from("0300.0.2.7"), false);
    assert.equal(await allowed(behind, user), false);
    const other = await userWith(behind, safe);
    assert.equal(await allowed(behind, other, ["X-Forwarded-Proto", "https"]), true);
    assert.equal(await allowed(behind, other, ["X-Forwarded-Proto", "https, http"]), false);
    assert.equal(await allowed(behind, other), false);
  });
});

test("attack: keys that only AWS or the server could vouch for, sent as headers or parameters", async () => {
  const wanted: readonly (readonly [string, string])[] = [
    ["aws:SourceArn", "arn:aws:s3:::trusted"],
    ["aws:SourceAccount", "123456789012"],
    ["aws:CalledVia", "cloudformation.amazonaws.com"],
    ["aws:ViaAWSService", "true"],
    ["aws:PrincipalOrgID", "o-exampleorg"],
    ["aws:PrincipalTag/role", "admin"],
    ["aws:userid", "AIDAADMIN"],
    ["aws:SourceVpc", "vpc-1"],
    ["aws:MultiFactorAuthPresent", "true"],
  ];
  for (const [key, value] of wanted) {
    const user = await userWith(open, { StringEquals: { [key]: value } });
    const bare = key.replace("aws:", "").replace("/", "-");
    const names = [bare, bare.toLowerCase(), `X-Amz-${bare}`, `aws-${bare}`];
    const headers = names.flatMap((name) => [name, value]);
    assert.equal(await allowed(open, user, [], headers), false, key);
    const target = `/?${encodeURIComponent(key)}=${encodeURIComponent(value)}`;
    assert.equal(await allowed(open, user, [], [], target), false, key);
  }
});

test("a key without MFA has no MultiFactorAuthPresent, which is not the same as false", async () => {
  const condition = (operator: string) => ({ [operator]: { "aws:MultiFactorAuthPresent": "false" } });
  assert.equal(await allowed(open, await userWith(open, condition("Bool"))), false);
  assert.equal(await allowed(open, await userWith(open, condition("BoolIfExists"))), true);
});

function whole(made: Made | undefined): Credentials {
  return credentialsOf(made);
}

test(
  "sessions from before an instant are revoked by a deny on their time of issue, later ones are not",
  whereAlone("only an ephemeral server has the test controls"),
  async () => {
    const { server, root } = open;
    const runner = clientsOf(server, await userWith(open, {}));
    const trust = {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${server.account}:root` },
      Action: "sts:AssumeRole",
    };
    const made = await root.iam.send(
      new CreateRoleCommand({ RoleName: "Revoked", AssumeRolePolicyDocument: policy(trust) }),
    );
    await root.iam.send(
      new PutUserPolicyCommand({
        UserName: `user-${count}`,
        PolicyName: "Assume",
        PolicyDocument: policy({ Effect: "Allow", Action: "sts:AssumeRole", Resource: made.Role?.Arn }),
      }),
    );
    const list = { Effect: "Allow", Action: "iam:ListUsers", Resource: "*" };
    const put = (...statements: readonly object[]) =>
      root.iam.send(
        new PutRolePolicyCommand({
          RoleName: "Revoked",
          PolicyName: "All",
          PolicyDocument: policy(...statements),
        }),
      );
    const assume = async () =>
      whole(
        (
          await runner.sts.send(
            new AssumeRoleCommand({ RoleArn: made.Role?.Arn, RoleSessionName: "before-or-after" }),
          )
        ).Credentials,
      );
    await put(list);
    const early = await assume();
    assert.equal(await allowed(open, early), true);
    const moved = await send(server.operatePort, {
      target: "/clock",
      headers: ["Authorization", `Bearer ${server.token}`],
      body: '{"advance":"PT10M"}',
    });
    assert.equal(moved.status, 200);
    const instant = new Date(Date.now() + 5 * 60_000).toISOString();
    const Condition = { DateLessThan: { "aws:TokenIssueTime": instant } };
    await put(list, { Effect: "Deny", Action: "*", Resource: "*", Condition });
    assert.equal(await allowed(open, early), false);
    assert.equal(await allowed(open, await assume()), true);
  },
);
