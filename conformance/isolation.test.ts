/** What was given to one caller, for one purpose, in another's hands: markers, session tokens, credentials. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { serviceIds, services } from "@portcullis/aws-model";
import { handlerOf } from "@portcullis/services";
import { makeAccounts } from "./support/accounts.ts";
import {
  type Calls,
  callsOf,
  credentialsIn,
  done,
  formOf,
  newUser,
  refusal,
  textOf,
} from "./support/calls.ts";
import { furnish, listsOf } from "./support/furnished-account.ts";
import { policy } from "./support/policy.ts";
import { type Credentials, startDurable, type TestServer } from "./support/server.ts";
import { form, presigned, type Received, send, signed } from "./support/wire.ts";

const folder = mkdtempSync(join(tmpdir(), "portcullis-isolation-"));
const path = join(folder, "data");
const umask = process.umask();
const [here, there] = ["111122223333", "444455556666"] as const;

let server: TestServer;
/** Root of either account; both hold the same names. */
let own: Calls;
let other: Calls;

const lists = listsOf(here);
const everything = policy({ Effect: "Allow", Action: "*", Resource: "*" });
const unknownToken = {
  code: "InvalidClientTokenId",
  message: "The security token included in the request is invalid.",
};

before(async () => {
  const roots = await makeAccounts(path, [here, there]);
  server = await startDurable(path, { root: roots[0] as Credentials });
  [own, other] = roots.map((root) => callsOf(server, root)) as [Calls, Calls];
  await Promise.all([furnish(own, here), furnish(other, there)]);
});
after(async () => {
  await server.stop();
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

describe("a marker", () => {
  const markers = new Map<string, string>();
  const refusedMarker = { status: 400, code: "ValidationError", message: "Invalid Marker." };
  /** The simulators have words of their own. */
  const refusalBy = (action: string) =>
    action.startsWith("Simulate")
      ? { status: 400, code: "InvalidInput", message: "Invalid marker for pagination." }
      : refusedMarker;

  before(async () => {
    const offered = serviceIds.flatMap((id) =>
      Object.values(services[id].operations).filter(
        ({ name, pagination }) => pagination !== undefined && handlerOf(id, name)?.kind === "offered",
      ),
    );
    // An account has one alias at most: there is no second page of them. Those of our own service have tests of their own.
    const ours = ["ListDelegationNotifications", "ListDelegationTemplates"];
    const otherwise = ["LookupEvents", "ListAccountAliases", ...ours];
    const names = offered.map(({ name }) => name).filter((name) => !otherwise.includes(name));
    assert.deepEqual(names.sort(), Object.keys(lists).sort());
    for (const [action, parameters] of Object.entries(lists)) {
      markers.set(action, textOf(await done(own.iam(action, { ...parameters, MaxItems: "1" })), "Marker"));
    }
  });

  test("continues its own list, to the end and without a gap", async () => {
    for (const [action, parameters] of Object.entries(lists)) {
      const Marker = markers.get(action) ?? "";
      const first = await done(own.iam(action, { ...parameters, MaxItems: "1" }));
      const rest = await done(own.iam(action, { ...parameters, Marker, MaxItems: "1000" }));
      const whole = await done(own.iam(action, { ...parameters, MaxItems: "1000" }));
      const members = ({ body }: Received) =>
        body.match(/<member>.*?<\/member>(?=<member>|<\/)/gs)?.length ?? 0;
      assert.ok(members(rest) > 0, action);
      assert.equal(members(first) + members(rest), members(whole), action);
      assert.match(rest.body, /<IsTruncated>false</, action);
    }
  });

  test("attack: is used for another list, and for the same list of something else", async () => {
    const all = Object.entries(lists);
    for (const [from, Marker] of markers) {
      // Each at the six lists that follow it, which have the same input among them.
      const at = all.findIndex(([action]) => action === from);
      for (const [action, parameters] of [...all, ...all].slice(at + 1, at + 7)) {
        const answer = refusal(await own.iam(action, { ...parameters, Marker }));
        assert.deepEqual(answer, refusalBy(action), `${from} → ${action}`);
      }
    }
    for (const [action, parameters] of [
      ["ListUsers", { PathPrefix: "/" }],
      ["ListGroupsForUser", { UserName: "u1" }],
      ["ListAttachedUserPolicies", { UserName: "u0", PathPrefix: "/x/" }],
      ["ListPolicies", { Scope: "All" }],
      ["ListPolicies", { Scope: "Local", OnlyAttached: "true" }],
    ] as const) {
      const Marker = markers.get(action) ?? "";
      assert.deepEqual(refusal(await own.iam(action, { ...parameters, Marker })), refusedMarker, action);
    }
  });

  test("attack: is used by another account, user or role; a role's sessions go on with each other's", async () => {
    for (const [action, theirs] of Object.entries(listsOf(there))) {
      await done(other.iam(action, theirs));
      const Marker = markers.get(action) ?? "";
      assert.deepEqual(refusal(await other.iam(action, { ...theirs, Marker })), refusalBy(action), action);
    }
    const user = await newUser(server, own, "Lister");
    await done(own.iam("PutUserPolicy", { UserName: "Lister", PolicyName: "p", PolicyDocument: everything }));
    await done(own.iam("PutRolePolicy", { RoleName: "r1", PolicyName: "p", PolicyDocument: everything }));
    const session = async (role: string, RoleSessionName: string) =>
      callsOf(
        server,
        credentialsIn(
          await done(
            user.sts("AssumeRole", { RoleArn: `arn:aws:iam::${here}:role/${role}`, RoleSessionName }),
          ),
        ),
      );
    const holders = [own, user, await session("r0", "first"), await session("r1", "first")];
    for (const [at, giver] of holders.entries()) {
      const Marker = textOf(await done(giver.iam("ListUsers", { MaxItems: "1" })), "Marker");
      for (const [each, taker] of holders.entries()) {
        const answer = await taker.iam("ListUsers", { Marker });
        if (each === at) assert.equal(answer.status, 200);
        else assert.deepEqual(refusal(answer), refusedMarker, `${at} → ${each}`);
      }
    }
    const Marker = textOf(await done(holders[2]!.iam("ListUsers", { MaxItems: "1" })), "Marker");
    for (const name of ["first", "second"]) {
      await done((await session("r0", name)).iam("ListUsers", { Marker }));
    }
  });

  test("attack: is changed in any place, cut, lengthened or spelled otherwise", async () => {
    const Marker = markers.get("ListUsers") ?? "";
    const token = await done(own.lookUp({ MaxResults: 1 }));
    const bytes = Buffer.from(Marker, "base64url");
    const spelled = (changed: Uint8Array) => Buffer.from(changed).toString("base64url");
    const variants = [
      ...Array.from(bytes, (byte, at) => spelled(bytes.with(at, byte ^ (1 << (at % 8))))),
      ...[1, 8, 16, 40].map((cut) => spelled(bytes.subarray(0, -cut))),
      spelled(Buffer.concat([bytes, Buffer.alloc(1)])),
      `${Marker}=`,
      `${Marker} `,
      `${Marker}A`,
      Marker.replaceAll("-", "+")
        .replaceAll("_", "/")
        .padEnd(Marker.length + 1, "="),
      Marker.toLowerCase(),
      "AAAA",
      "u0",
      JSON.parse(token.body).NextToken.slice(0, 320),
    ];
    for (const variant of new Set(variants)) {
      const { status, code, message } = await own.iam("ListUsers", { Marker: variant });
      assert.equal(status, 400, variant);
      assert.equal(code, "ValidationError");
      assert.ok(!message?.includes(variant));
    }
  });

  test("attack: the token of one look-up is used for another, or by another account", async () => {
    const filtered = { LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "CreateUser" }] };
    const { NextToken } = JSON.parse((await done(own.lookUp({ ...filtered, MaxResults: 1 }))).body);
    await done(own.lookUp({ ...filtered, NextToken }));
    await done(other.lookUp(filtered));
    const attempts = [
      own.lookUp({ NextToken }),
      other.lookUp({ ...filtered, NextToken }),
      own.lookUp({ ...filtered, NextToken: markers.get("ListUsers") }),
      own.lookUp({ ...filtered, NextToken: `${NextToken}A` }),
    ];
    for (const { status, code } of await Promise.all(attempts)) {
      assert.deepEqual([status, code], [400, "InvalidNextTokenException"]);
    }
  });
});

describe("temporary credentials", () => {
  const identity = (credentials: Credentials) => callsOf(server, credentials).sts("GetCallerIdentity");
  const isRefused = async (credentials: Credentials, why: string) => {
    const { code, message } = await identity(credentials);
    assert.deepEqual({ code, message }, unknownToken, why);
  };
  let user: Calls;
  let mine: Credentials & { readonly sessionToken: string };
  let second: Credentials & { readonly sessionToken: string };
  const session = async (of: Calls) =>
    credentialsIn(await done(of.sts("GetSessionToken"))) as Credentials & { readonly sessionToken: string };

  before(async () => {
    user = await newUser(server, own, "Sessions");
    [mine, second] = await Promise.all([session(user), session(user)]);
    await done(identity(mine));
  });

  test("attack: the token is changed in any place, cut, lengthened or spelled otherwise", async () => {
    const bytes = Buffer.from(mine.sessionToken, "base64url");
    const spelled = (changed: Uint8Array) => Buffer.from(changed).toString("base64url");
    const variants = [
      ...Array.from(bytes, (byte, at) => spelled(bytes.with(at, byte ^ (1 << (at % 8))))),
      ...[1, 16, 40, bytes.length].map((cut) => spelled(bytes.subarray(0, -cut))),
      `${mine.sessionToken}=`,
      `${mine.sessionToken}A`,
      mine.sessionToken.repeat(2),
      "A".repeat(6144),
    ];
    for (const sessionToken of new Set(variants)) {
      const { status } = await identity({ ...mine, sessionToken });
      assert.equal(status, 403, sessionToken);
    }
    await done(identity(mine));
  });

  test("attack: id, secret and token of two sessions are mixed, or joined with a long-term key", async () => {
    const parts = [mine, second, user.credentials, { ...own.credentials }];
    for (const { accessKeyId } of parts) {
      for (const { secretAccessKey } of parts) {
        for (const { sessionToken } of [mine, second, {} as { sessionToken?: string }]) {
          const made = {
            accessKeyId,
            secretAccessKey,
            ...(sessionToken === undefined ? {} : { sessionToken }),
          };
          const whole = parts.some(
            (each) =>
              each.accessKeyId === accessKeyId &&
              each.secretAccessKey === secretAccessKey &&
              ("sessionToken" in each ? each.sessionToken : undefined) === sessionToken,
          );
          const { status } = await identity(made);
          assert.equal(status, whole ? 200 : 403);
        }
      }
    }
  });

  test("attack: the token stands beside the signature and is not in it, or stands twice", async () => {
    const body = formOf("sts", "GetCallerIdentity");
    const { sessionToken, ...bare } = mine;
    const scope = { service: "sts", credentials: bare };
    const type = ["Content-Type", form];
    const name = "X-Amz-Security-Token";
    const without = await signed(server.port, { headers: type, body }, scope);
    const late = { ...without, headers: [...(without.headers ?? []), name, sessionToken] };
    assert.equal((await send(server.port, late)).status, 403);
    const whole = await signed(server.port, { headers: type, body }, { ...scope, credentials: mine });
    for (const more of [sessionToken, second.sessionToken]) {
      const twice = { ...whole, headers: [...(whole.headers ?? []), name, more] };
      assert.notEqual((await send(server.port, twice)).status, 200);
      const both = { ...whole, target: `/?${name}=${more}` };
      assert.notEqual((await send(server.port, both)).status, 200);
    }
    const link = await presigned(server.port, { target: `/?${body}` }, { ...scope, credentials: mine });
    assert.equal((await send(server.port, link)).status, 200);
    const stripped = { ...link, target: (link.target ?? "").replace(/&X-Amz-Security-Token=[^&]*/, "") };
    assert.notEqual((await send(server.port, stripped)).status, 200);
    const swapped = (link.target ?? "").replace(
      encodeURIComponent(sessionToken),
      encodeURIComponent(second.sessionToken),
    );
    assert.notEqual(swapped, link.target);
    assert.equal((await send(server.port, { ...link, target: swapped })).status, 403);
  });

  test("outlive the key that asked for them, as on AWS, and end with the user, for good", async () => {
    const leaver = await newUser(server, own, "Leaver");
    const kept = await session(leaver);
    const { accessKeyId: AccessKeyId } = leaver.credentials;
    const UserName = "Leaver";
    await done(own.iam("UpdateAccessKey", { UserName, AccessKeyId, Status: "Inactive" }));
    await isRefused(leaver.credentials, "the key is inactive");
    await done(identity(kept));
    await done(own.iam("DeleteAccessKey", { UserName, AccessKeyId }));
    await done(identity(kept));
    await done(own.iam("DeleteUser", { UserName }));
    await isRefused(kept, "the user is gone");
    await done(own.iam("CreateUser", { UserName }));
    await isRefused(kept, "another user has the name");
  });

  test("end with their role, for good, also those that it took elsewhere by role chaining", async () => {
    const trust = (AWS: string) => policy({ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" });
    const make = (RoleName: string, principal: string) =>
      done(own.iam("CreateRole", { RoleName, AssumeRolePolicyDocument: trust(principal) }));
    const assume = async (by: Calls, name: string) => {
      const RoleArn = `arn:aws:iam::${here}:role/${name}`;
      return credentialsIn(await done(by.sts("AssumeRole", { RoleArn, RoleSessionName: "chain" })));
    };
    await make("First", `arn:aws:iam::${here}:user/Sessions`);
    await make("Next", `arn:aws:iam::${here}:role/First`);
    const first = await assume(user, "First");
    const next = await assume(callsOf(server, first), "Next");
    await done(identity(first));
    await done(own.iam("DeleteRole", { RoleName: "First" }));
    await isRefused(first, "the role is gone");
    // The next role's session is the next role's.
    await done(identity(next));
    await done(own.iam("DeleteRole", { RoleName: "Next" }));
    await isRefused(next, "the next role is gone, too");
    await make("First", `arn:aws:iam::${here}:user/Sessions`);
    await isRefused(first, "another role has the name");
  });
});
