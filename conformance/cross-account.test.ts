/** Roles across accounts: who gets in, who does not, and what either side learns of the other. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { closeAccount, makeAccounts } from "./support/accounts.ts";
import {
  type Calls,
  callsOf,
  credentialsIn,
  done,
  eventsOf,
  newUser,
  refusal,
  textOf,
} from "./support/calls.ts";
import { policy } from "./support/policy.ts";
import { type Credentials, startDurable, type TestServer } from "./support/server.ts";
import type { Received } from "./support/wire.ts";

const folder = mkdtempSync(join(tmpdir(), "portcullis-across-"));
const path = join(folder, "data");
const umask = process.umask();
/** The owner of roles, a customer of it, and an account that is closed later. */
const [owner, customer, closing] = ["111122223333", "444455556666", "777788889999"] as const;
const absent = "999900001111";
const unknownKey = {
  status: 403,
  code: "InvalidClientTokenId",
  message: "The security token included in the request is invalid.",
};

let server: TestServer;
let roots: readonly Credentials[];
let ofOwner: Calls;
let ofCustomer: Calls;
let ofClosing: Calls;

async function start(): Promise<void> {
  server = await startDurable(path, { root: roots[0] as Credentials });
  [ofOwner, ofCustomer, ofClosing] = roots.map((root) => callsOf(server, root)) as [Calls, Calls, Calls];
}

before(async () => {
  roots = await makeAccounts(path, [owner, customer, closing]);
  await start();
});
after(async () => {
  await server.stop();
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

const user = (account: string, name: string) => `arn:aws:iam::${account}:user/${name}`;
const role = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
const trusting = (AWS: string, Condition?: object) =>
  policy({ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole", ...(Condition && { Condition }) });
const mayAssume = policy({ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" });

const createRole = (by: Calls, RoleName: string, AssumeRolePolicyDocument: string) =>
  by.iam("CreateRole", { RoleName, AssumeRolePolicyDocument });
const assume = (by: Calls, RoleArn: string, more: Readonly<Record<string, string>> = {}) =>
  by.sts("AssumeRole", { RoleArn, RoleSessionName: "visit", ...more });
const allowAssuming = (by: Calls, UserName: string) =>
  done(by.iam("PutUserPolicy", { UserName, PolicyName: "Assume", PolicyDocument: mayAssume }));

/** A user of the customer that may assume whatever trusts it. */
async function assumer(name: string): Promise<Calls> {
  const calls = await newUser(server, ofCustomer, name);
  await allowAssuming(ofCustomer, name);
  return calls;
}

/** A refusal byte for byte, but for the id of the request. */
function bytesOf({ status, headers, body }: Received) {
  const { date, "x-amzn-requestid": id, ...rest } = headers;
  return { status, rest, body: body.replaceAll(String(id), "REQUEST") };
}

describe("a role of another account", () => {
  test("is assumed only where both sides say so", async () => {
    const eve = await newUser(server, ofCustomer, "Eve");
    const arn = role(owner, "Both");
    await done(createRole(ofOwner, "Both", trusting(user(customer, "Eve"))));
    assert.equal((await assume(eve, arn)).code, "AccessDenied", "the owner alone is not enough");
    await allowAssuming(ofCustomer, "Eve");
    await done(assume(eve, arn));
    await done(ofOwner.iam("UpdateAssumeRolePolicy", { RoleName: "Both", PolicyDocument: trusting(owner) }));
    assert.equal((await assume(eve, arn)).code, "AccessDenied", "the caller's side alone is not enough");
  });

  test("that trusts the account leaves it to that account, which must still allow its own", async () => {
    await done(createRole(ofOwner, "Delegated", trusting(`arn:aws:iam::${customer}:root`)));
    const fay = await newUser(server, ofCustomer, "Fay");
    assert.equal((await assume(fay, role(owner, "Delegated"))).code, "AccessDenied");
    await allowAssuming(ofCustomer, "Fay");
    const session = callsOf(server, credentialsIn(await done(assume(fay, role(owner, "Delegated")))));
    const identity = await done(session.sts("GetCallerIdentity"));
    assert.equal(textOf(identity, "Account"), owner);
    // In the owner's account it may do what the role may, and in its own nothing.
    assert.equal((await session.iam("ListUsers")).code, "AccessDenied");
    const stranger = await newUser(server, ofClosing, "Stranger");
    await allowAssuming(ofClosing, "Stranger");
    assert.equal((await assume(stranger, role(owner, "Delegated"))).code, "AccessDenied");
  });

  test("attack: a confused deputy is asked for a role of another of its customers", async () => {
    const deputy = await assumer("Deputy");
    const trust = (id: string) =>
      trusting(user(customer, "Deputy"), { StringEquals: { "sts:ExternalId": id } });
    await done(createRole(ofOwner, "Victim", trust("victim-7f3a")));
    const arn = role(owner, "Victim");
    await done(assume(deputy, arn, { ExternalId: "victim-7f3a" }));
    const first = await assume(deputy, arn);
    assert.equal(first.code, "AccessDenied");
    for (const ExternalId of ["mallory-0001", "VICTIM-7F3A", "victim-7f3", "victim-7f3a=", "victim-7f3a:"]) {
      const refused = await assume(deputy, arn, { ExternalId });
      assert.deepEqual(bytesOf(refused), bytesOf(first), ExternalId);
    }
    assert.ok(!first.body.includes("victim-7f3a"));
    assert.doesNotMatch(first.body, /ExternalId|because|trust/);
  });

  test("attack: a role is looked for in an account that is not one's own", async () => {
    const scout = await assumer("Scout");
    await done(createRole(ofOwner, "Distrusting", trusting(owner)));
    const shape = (account: string, name: string, answer: Received) => {
      const { status, body } = bytesOf(answer);
      return { status, body: body.replaceAll(role(account, name), "ROLE") };
    };
    const there = shape(owner, "Distrusting", await assume(scout, role(owner, "Distrusting")));
    assert.match(there.body, /<Code>AccessDenied<\/Code>/);
    for (const [account, name] of [
      [owner, "NotThere1234"],
      [owner, "DISTRUSTING"],
      [owner, "path/Distrusting"],
      [absent, "Distrusting"],
      [customer, "NotThere1234"],
    ] as const) {
      const answer = shape(account, name, await assume(scout, role(account, name)));
      assert.deepEqual(answer, there, `${account} ${name}`);
    }
    // Names of one length: the answers have the same headers, too.
    const [same, missing] = await Promise.all(
      ["Distrusting", "Distrustinh"].map((name) => assume(scout, role(owner, name))),
    );
    assert.deepEqual(bytesOf(missing as Received).rest, bytesOf(same as Received).rest);
  });

  test("attack: the other account is named in calls that have no business there", async () => {
    await done(createRole(ofOwner, "Private", trusting(owner)));
    await done(ofOwner.iam("CreatePolicy", { PolicyName: "Private", PolicyDocument: mayAssume }));
    const foreign = `arn:aws:iam::${owner}:policy/Private`;
    const missing = `arn:aws:iam::${owner}:policy/Missing`;
    await newUser(server, ofCustomer, "Walter");
    const allowed = policy({ Effect: "Allow", Action: "*", Resource: "*" });
    const admin = await newUser(server, ofCustomer, "Administrator");
    const put = { UserName: "Administrator", PolicyName: "All", PolicyDocument: allowed };
    await done(ofCustomer.iam("PutUserPolicy", put));
    for (const by of [ofCustomer, admin]) {
      for (const [action, parameters] of [
        ["GetPolicy", {}],
        ["ListEntitiesForPolicy", {}],
        ["AttachUserPolicy", { UserName: "Walter" }],
        ["DeletePolicy", {}],
        ["TagPolicy", { "Tags.member.1.Key": "a", "Tags.member.1.Value": "b" }],
        ["CreatePolicyVersion", { PolicyDocument: mayAssume }],
      ] as const) {
        const [one, other] = await Promise.all(
          [foreign, missing].map((PolicyArn) => by.iam(action, { ...parameters, PolicyArn })),
        );
        assert.notEqual(one?.status, 200, action);
        const told = (answer: Received | undefined, arn: string) =>
          JSON.stringify(refusal(answer as Received)).replaceAll(arn, "POLICY");
        assert.equal(told(one, foreign), told(other, missing), action);
      }
    }
    const { body } = await done(ofOwner.iam("GetPolicy", { PolicyArn: foreign }));
    assert.match(body, /<AttachmentCount>0</);
  });
});

describe("a trust policy that names users and roles of another account", () => {
  test("attack: who was named is deleted, and another takes the name", async () => {
    const first = await assumer("Renewed");
    const arn = role(owner, "Pinned");
    await done(createRole(ofOwner, "Pinned", trusting(user(customer, "Renewed"))));
    const session = callsOf(server, credentialsIn(await done(assume(first, arn))));
    const { accessKeyId: AccessKeyId } = first.credentials;
    const UserName = "Renewed";
    await done(ofCustomer.iam("DeleteAccessKey", { UserName, AccessKeyId }));
    await done(ofCustomer.iam("DeleteUserPolicy", { UserName, PolicyName: "Assume" }));
    await done(ofCustomer.iam("DeleteUser", { UserName }));
    const second = await assumer("Renewed");
    assert.equal((await assume(second, arn)).code, "AccessDenied");
    // The role's session is the role's: it ends with the role.
    await done(session.sts("GetCallerIdentity"));
    // The owner may name the new one anew.
    const PolicyDocument = trusting(user(customer, "Renewed"));
    await done(ofOwner.iam("UpdateAssumeRolePolicy", { RoleName: "Pinned", PolicyDocument }));
    await done(assume(second, arn));
  });

  test("attack: a trusted role is deleted, and another takes the name", async () => {
    const ida = await assumer("Ida");
    const bridge = async () => {
      await done(createRole(ofCustomer, "Bridge", trusting(user(customer, "Ida"))));
      await done(
        ofCustomer.iam("PutRolePolicy", { RoleName: "Bridge", PolicyName: "p", PolicyDocument: mayAssume }),
      );
      return callsOf(server, credentialsIn(await done(assume(ida, role(customer, "Bridge")))));
    };
    const first = await bridge();
    await done(createRole(ofOwner, "Bridged", trusting(role(customer, "Bridge"))));
    await done(assume(first, role(owner, "Bridged")));
    const longer = await assume(first, role(owner, "Bridged"), { DurationSeconds: "3601" });
    assert.equal(longer.code, "ValidationError", "a chained session lasts an hour at most");
    await done(ofCustomer.iam("DeleteRolePolicy", { RoleName: "Bridge", PolicyName: "p" }));
    await done(ofCustomer.iam("DeleteRole", { RoleName: "Bridge" }));
    assert.deepEqual(refusal(await assume(first, role(owner, "Bridged"))), unknownKey);
    const second = await bridge();
    assert.equal((await assume(second, role(owner, "Bridged"))).code, "AccessDenied");
  });

  test("takes nobody who does not exist", async () => {
    for (const principal of [
      user(customer, "NobodyAtAll"),
      role(customer, "NobodyAtAll"),
      user(absent, "Ann"),
      absent,
      `arn:aws:iam::${absent}:root`,
      `arn:aws:sts::${customer}:assumed-role/NobodyAtAll/visit`,
      "AIDAAAAAAAAAAAAAAAAAA",
    ]) {
      const { status, code, message } = await createRole(ofOwner, "Nowhere", trusting(principal));
      assert.deepEqual([status, code], [400, "MalformedPolicyDocument"], principal);
      assert.equal(message, `Invalid principal in policy: "AWS":"${principal}"`);
    }
    assert.equal((await ofOwner.iam("GetRole", { RoleName: "Nowhere" })).code, "NoSuchEntity");
  });
});

describe("the histories of both accounts", () => {
  test("have one event each of a session, under a shared id, and neither tells the other's secrets", async () => {
    const gus = await assumer("Gus");
    await done(createRole(ofOwner, "Shared", trusting(user(customer, "Gus"))));
    const answer = await done(assume(gus, role(owner, "Shared")));
    const { accessKeyId } = credentialsIn(answer);
    const filter = {
      LookupAttributes: [{ AttributeKey: "ResourceName", AttributeValue: role(owner, "Shared") }],
    };
    const of = async (calls: Calls) =>
      (await eventsOf(calls, filter)).filter(({ EventName }) => EventName === "AssumeRole");
    const [own, ...moreOwn] = await of(ofCustomer);
    const [other, ...moreOther] = await of(ofOwner);
    assert.ok(own !== undefined && other !== undefined);
    assert.deepEqual([moreOwn, moreOther], [[], []]);
    assert.match(own.record.sharedEventID, /^[0-9a-f-]{36}$/);
    assert.equal(own.record.sharedEventID, other.record.sharedEventID);
    assert.notEqual(own.record.eventID, other.record.eventID);
    assert.equal(own.record.requestID, other.record.requestID);
    assert.deepEqual([own.record.recipientAccountId, other.record.recipientAccountId], [customer, owner]);
    // Its own account sees who it was; the role's account sees the account and the id alone.
    assert.equal(own.record.userIdentity.arn, user(customer, "Gus"));
    assert.equal(own.AccessKeyId, gus.credentials.accessKeyId);
    assert.deepEqual(Object.keys(other.record.userIdentity).sort(), ["accountId", "principalId", "type"]);
    assert.equal(other.record.userIdentity.accountId, customer);
    assert.equal(other.Username, undefined);
    assert.ok(!other.text.includes(gus.credentials.accessKeyId));
    for (const { record } of [own, other]) {
      assert.equal(record.responseElements.credentials.accessKeyId, accessKeyId);
      assert.deepEqual(Object.keys(record.responseElements.credentials).sort(), [
        "accessKeyId",
        "expiration",
      ]);
    }
  });

  test("attack: a stranger fills another account's history with refused calls", async () => {
    const mallory = await newUser(server, ofCustomer, "Mallory");
    await done(createRole(ofOwner, "Loud", trusting(owner)));
    for (let round = 0; round < 5; round++) {
      assert.equal((await assume(mallory, role(owner, "Loud"))).code, "AccessDenied");
    }
    const filter = {
      LookupAttributes: [{ AttributeKey: "ResourceName", AttributeValue: role(owner, "Loud") }],
    };
    const assumed = (events: Awaited<ReturnType<typeof eventsOf>>) =>
      events.filter(({ EventName }) => EventName === "AssumeRole").length;
    assert.equal(assumed(await eventsOf(ofOwner, filter)), 0);
    assert.equal(assumed(await eventsOf(ofCustomer, filter)), 5);
    assert.ok(!(await eventsOf(ofOwner)).some(({ text }) => text.includes("Mallory")));
  });
});

describe("a closed account", () => {
  test("has no credentials that work, no roles that can be assumed, and nobody who is let in elsewhere", async () => {
    const hal = await newUser(server, ofClosing, "Hal");
    await allowAssuming(ofClosing, "Hal");
    await done(createRole(ofClosing, "Inside", trusting(user(closing, "Hal"))));
    await done(createRole(ofOwner, "ForHal", trusting(user(closing, "Hal"))));
    const ian = await assumer("Ian");
    const PolicyDocument = trusting(user(customer, "Ian"));
    await done(createRole(ofClosing, "ForIan", PolicyDocument));
    const holders = [
      ofClosing.credentials,
      hal.credentials,
      credentialsIn(await done(hal.sts("GetSessionToken"))),
      credentialsIn(await done(ofClosing.sts("GetSessionToken"))),
      credentialsIn(await done(assume(hal, role(closing, "Inside")))),
      credentialsIn(await done(assume(ian, role(closing, "ForIan")))),
    ];
    // A session that a member of the closed account has elsewhere is the other account's.
    const elsewhere = credentialsIn(await done(assume(hal, role(owner, "ForHal"))));
    for (const holder of holders) await done(callsOf(server, holder).sts("GetCallerIdentity"));

    await server.stop();
    await closeAccount(path, closing);
    await start();

    for (const holder of holders) {
      assert.deepEqual(refusal(await callsOf(server, holder).sts("GetCallerIdentity")), unknownKey);
    }
    await done(callsOf(server, elsewhere).sts("GetCallerIdentity"));
    const again = callsOf(server, ian.credentials);
    const closed = await assume(again, role(closing, "ForIan"));
    const missing = await assume(again, role(closing, "ForIam"));
    assert.equal(closed.code, "AccessDenied");
    assert.equal(closed.body.length, missing.body.length);
  });
});
