/** MFA devices by AWS's own clients: every operation, sessions with MFA, and what is said where it is refused. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as Iam from "@aws-sdk/client-iam";
import * as Sts from "@aws-sdk/client-sts";
import { callsOf, done, eventsOf } from "./support/calls.ts";
import { type Clients, clientsOf, credentialsOf, failureOf, policy } from "./support/clients.ts";
import { type Phone, phoneWith } from "./support/phone.ts";
import { type Credentials, EPHEMERAL_ACCOUNT, startEphemeral, type TestServer } from "./support/server.ts";
import { send } from "./support/wire.ts";

let server: TestServer;
let iam: Iam.IAMClient;
let nobody: Clients;
/** Milliseconds by which the server's clock was moved. */
let moved = 0;

before(async () => {
  server = await startEphemeral();
  iam = clientsOf(server, server.root).iam;
  nobody = clientsOf(server, await newUser("Nobody"));
});
after(() => server.stop());

async function newUser(UserName: string): Promise<Credentials> {
  await iam.send(new Iam.CreateUserCommand({ UserName }));
  const { AccessKey } = await iam.send(new Iam.CreateAccessKeyCommand({ UserName }));
  return credentialsOf(AccessKey);
}

async function newDevice(name: string, more: Partial<Iam.CreateVirtualMFADeviceRequest> = {}) {
  const input = { VirtualMFADeviceName: name, ...more };
  const { VirtualMFADevice } = await iam.send(new Iam.CreateVirtualMFADeviceCommand(input));
  const phone = phoneWith(Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString("latin1"));
  return { made: VirtualMFADevice, phone, SerialNumber: VirtualMFADevice?.SerialNumber ?? "" };
}

async function advance(): Promise<void> {
  const headers = ["Authorization", `Bearer ${server.token}`];
  await done(send(server.operatePort, { target: "/clock", headers, body: '{"advance":"PT2M"}' }));
  moved += 120_000;
}

const shown = (phone: Phone, later = 0) => phone.code(later, Date.now() + moved);
const two = (phone: Phone, later = -1) => ({
  AuthenticationCode1: shown(phone, later),
  AuthenticationCode2: shown(phone, later + 1),
});
const serial = (path: string) => `arn:aws:iam::${EPHEMERAL_ACCOUNT}:mfa${path}`;
const held = ({ Credentials: given }: Sts.GetSessionTokenCommandOutput): Credentials => credentialsOf(given);

describe("virtual MFA devices", () => {
  test("live from their creation to their deletion", async () => {
    await newUser("Ann");
    const user = { UserName: "Ann" };
    const Tags = [{ Key: "team", Value: "blue" }];
    const { made, phone, SerialNumber } = await newDevice("Phone", { Path: "/phones/", Tags });
    assert.equal(SerialNumber, serial("/phones/Phone"));
    assert.deepEqual(made?.Tags, Tags);
    assert.deepEqual(
      Buffer.from(made?.QRCodePNG ?? [])
        .subarray(1, 4)
        .toString(),
      "PNG",
    );
    const named = { ...user, SerialNumber };
    await iam.send(new Iam.EnableMFADeviceCommand({ ...named, ...two(phone) }));
    const got = await failureOf(iam.send(new Iam.GetMFADeviceCommand(named)));
    assert.deepEqual([got.name, got.status], ["ValidationError", 400]);
    assert.match(got.message, /only hardware FIDO security keys are supported/);
    const { MFADevices } = await iam.send(new Iam.ListMFADevicesCommand(user));
    const EnableDate = MFADevices?.[0]?.EnableDate;
    assert.ok(EnableDate instanceof Date);
    assert.deepEqual(MFADevices, [{ ...named, EnableDate }]);
    const list = async (AssignmentStatus: Iam.AssignmentStatusType) => {
      const all = await iam.send(new Iam.ListVirtualMFADevicesCommand({ AssignmentStatus }));
      return all.VirtualMFADevices?.map((each) => [each.SerialNumber, each.User?.UserName]);
    };
    assert.deepEqual(await list("Assigned"), [[SerialNumber, "Ann"]]);
    assert.deepEqual(await list("Unassigned"), []);
    await iam.send(new Iam.TagMFADeviceCommand({ SerialNumber, Tags: [{ Key: "env", Value: "" }] }));
    await iam.send(new Iam.UntagMFADeviceCommand({ SerialNumber, TagKeys: ["team"] }));
    const tags = await iam.send(new Iam.ListMFADeviceTagsCommand({ SerialNumber }));
    assert.deepEqual(tags.Tags, [{ Key: "env", Value: "" }]);
    await advance();
    await iam.send(new Iam.ResyncMFADeviceCommand({ ...named, ...two(phone) }));

    assert.deepEqual(await failureOf(iam.send(new Iam.DeleteUserCommand({ UserName: "Ann" }))), {
      name: "DeleteConflictException",
      message: "Cannot delete entity, must remove tokens from principal first.",
      status: 409,
    });
    assert.deepEqual(await failureOf(iam.send(new Iam.DeleteVirtualMFADeviceCommand({ SerialNumber }))), {
      name: "DeleteConflictException",
      message: "MFA VirtualDevice in use. Must deactivate first.",
      status: 409,
    });
    await iam.send(new Iam.DeactivateMFADeviceCommand(named));
    assert.deepEqual(await list("Unassigned"), [[SerialNumber, undefined]]);
    await iam.send(new Iam.DeleteVirtualMFADeviceCommand({ SerialNumber }));
    assert.deepEqual(await failureOf(iam.send(new Iam.GetMFADeviceCommand(named))), {
      name: "NoSuchEntityException",
      message: `MFA Device with serial number ${SerialNumber} does not exist.`,
      status: 404,
    });
  });

  test("are refused where the codes or the name are wrong", async () => {
    const { phone, SerialNumber } = await newDevice("Wrong");
    const named = { UserName: "Nobody", SerialNumber };
    const codes = { ...two(phone), AuthenticationCode1: shown(phone, -5) };
    assert.deepEqual(await failureOf(iam.send(new Iam.EnableMFADeviceCommand({ ...named, ...codes }))), {
      name: "InvalidAuthenticationCodeException",
      message: "Authentication code for device is not valid.",
      status: 403,
    });
    assert.deepEqual(await failureOf(newDevice("Wrong")), {
      name: "EntityAlreadyExistsException",
      message: "MFA device already exists.",
      status: 409,
    });
    assert.equal((await failureOf(newDevice("a b"))).name, "ValidationError");
    const letters = { ...two(phone), AuthenticationCode1: "12345x" };
    const refused = await failureOf(iam.send(new Iam.EnableMFADeviceCommand({ ...named, ...letters })));
    assert.equal(refused.name, "ValidationError");
    assert.ok(!refused.message.includes("12345x"), refused.message);
  });

  test("are nothing to who has no permission", async () => {
    const denied = (action: string, resource: string) => ({
      name: "AccessDenied",
      message: `User: arn:aws:iam::${EPHEMERAL_ACCOUNT}:user/Nobody is not authorized to perform: iam:${action} on resource: ${resource} because no identity-based policy allows the iam:${action} action`,
      status: 403,
    });
    const create = new Iam.CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: "Mine" });
    assert.deepEqual(
      await failureOf(nobody.iam.send(create)),
      denied("CreateVirtualMFADevice", serial("/Mine")),
    );
    const list = new Iam.ListVirtualMFADevicesCommand({});
    assert.deepEqual(await failureOf(nobody.iam.send(list)), denied("ListVirtualMFADevices", serial("/")));
    const own = new Iam.ListMFADevicesCommand({});
    assert.deepEqual(await failureOf(nobody.iam.send(own)), denied("ListMFADevices", "user Nobody"));
    const remove = new Iam.DeleteVirtualMFADeviceCommand({ SerialNumber: serial("/None") });
    assert.deepEqual(
      await failureOf(nobody.iam.send(remove)),
      denied("DeleteVirtualMFADevice", serial("/None")),
    );
  });
});

describe("a session with MFA", () => {
  let sts: Sts.STSClient;
  let phone: Phone;
  let SerialNumber: string;
  const code = (later = 0) => ({ SerialNumber, TokenCode: shown(phone, later) });

  before(async () => {
    sts = clientsOf(server, await newUser("Bob")).sts;
    ({ phone, SerialNumber } = await newDevice("Bob"));
    const PolicyDocument = policy({
      Effect: "Allow",
      Action: ["iam:GetUser", "sts:AssumeRole"],
      Resource: "*",
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    });
    await iam.send(new Iam.PutUserPolicyCommand({ UserName: "Bob", PolicyName: "Mfa", PolicyDocument }));
    await iam.send(new Iam.EnableMFADeviceCommand({ UserName: "Bob", SerialNumber, ...two(phone) }));
    await advance();
  });

  test("attack: one code is used several times at once: it counts once", async () => {
    const input = code();
    const asked = await Promise.allSettled(
      Array.from({ length: 4 }, () => sts.send(new Sts.GetSessionTokenCommand(input))),
    );
    const given = asked.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    assert.equal(given.length, 1);
    for (const each of asked) {
      if (each.status === "fulfilled") continue;
      assert.equal(each.reason.name, "AccessDenied");
      assert.equal(
        each.reason.message,
        "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
      );
    }
    const session = clientsOf(server, held(given[0]!)).iam;
    assert.equal((await session.send(new Iam.GetUserCommand({}))).User?.UserName, "Bob");
    const events = await eventsOf(callsOf(server, server.root), {
      LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "GetSessionToken" }],
    });
    assert.deepEqual(
      events.map(({ record }) => [record.errorCode, record.readOnly]).sort(),
      [...Array.from({ length: 3 }, () => ["AccessDenied", true]), [undefined, true]].sort(),
    );
    for (const { text } of events) {
      assert.ok(text.includes(SerialNumber));
      assert.ok(!text.includes(input.TokenCode));
    }
  });

  test("is what a role may ask for, in the same call", async () => {
    const AssumeRolePolicyDocument = policy({
      Effect: "Allow",
      Principal: { AWS: EPHEMERAL_ACCOUNT },
      Action: "sts:AssumeRole",
      Condition: { NumericLessThan: { "aws:MultiFactorAuthAge": "60" } },
    });
    const { Role } = await iam.send(
      new Iam.CreateRoleCommand({ RoleName: "Guarded", AssumeRolePolicyDocument }),
    );
    const assume = (more: Partial<Sts.AssumeRoleRequest>) =>
      sts.send(new Sts.AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "job", ...more }));
    assert.equal((await failureOf(assume({}))).name, "AccessDenied");
    await advance();
    const { AssumedRoleUser } = await assume(code());
    assert.match(AssumedRoleUser?.Arn ?? "", /assumed-role\/Guarded\/job$/);
  });

  test("attack: a code is guessed: many at once are looked at no oftener than one by one", async () => {
    await advance();
    const right = code();
    await sts.send(new Sts.GetSessionTokenCommand(right));
    const asked = await Promise.allSettled(
      Array.from({ length: 20 }, () => sts.send(new Sts.GetSessionTokenCommand(right))),
    );
    const names = asked.map((each) => (each.status === "rejected" ? each.reason.name : "given"));
    assert.equal(names.filter((name) => name === "AccessDenied").length, 5);
    assert.equal(names.filter((name) => name === "Throttling").length, 15);
  });
});

test("attack: a stranger who knows the id of root's key cannot lock out root by signing with guesses", async () => {
  const { accessKeyId } = server.root;
  const guess = (at: number) =>
    clientsOf(server, { accessKeyId, secretAccessKey: `guess ${at}` }).sts.send(
      new Sts.GetSessionTokenCommand({
        SerialNumber: serial("/root-account-mfa-device"),
        TokenCode: "000000",
      }),
    );
  const refusals = await Promise.all(Array.from({ length: 30 }, (_, at) => failureOf(guess(at))));
  assert.deepEqual(new Set(refusals.map(({ name }) => name)), new Set(["SignatureDoesNotMatch"]));
  const { sts } = clientsOf(server, server.root);
  assert.ok((await sts.send(new Sts.GetSessionTokenCommand({}))).Credentials);
});
