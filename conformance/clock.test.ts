/** A server whose clock tests move: what follows it, and what stays on real time. */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import {
  type Calls,
  callsOf,
  credentialsIn,
  done,
  eventsOf,
  formOf,
  newUser,
  refusal,
  textOf,
} from "./support/calls.ts";
import { policy } from "./support/policy.ts";
import { EPHEMERAL_ACCOUNT, startEphemeral, type TestServer } from "./support/server.ts";
import { form, type Received, send, signed } from "./support/wire.ts";

const expired = {
  status: 403,
  code: "ExpiredToken",
  message: "The security token included in the request is expired",
};

let server: TestServer;
let root: Calls;

/** A call of a test control. */
function control(target: string, body: string): Promise<Received> {
  return send(server.operatePort, { target, headers: ["Authorization", `Bearer ${server.token}`], body });
}

const advance = (duration: string) => done(control("/clock", JSON.stringify({ advance: duration })));

before(async () => {
  server = await startEphemeral();
  root = callsOf(server, server.root);
});
afterEach(() => done(control("/reset", "")));
after(() => server.stop());

describe("the moved clock", () => {
  /** A user that may list users while a condition holds. */
  async function conditional(name: string, condition: object): Promise<Calls> {
    const calls = await newUser(server, root, name);
    const document = policy({
      Effect: "Allow",
      Action: "iam:ListUsers",
      Resource: "*",
      Condition: condition,
    });
    await done(root.iam("PutUserPolicy", { UserName: name, PolicyName: "Timed", PolicyDocument: document }));
    return calls;
  }
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

  test("ends sessions at their hour, and no sooner", async () => {
    const ann = await newUser(server, root, "Ann");
    const session = callsOf(
      server,
      credentialsIn(await done(ann.sts("GetSessionToken", { DurationSeconds: "3600" }))),
    );
    await advance("PT59M");
    await done(session.sts("GetCallerIdentity"));
    await advance("PT1M");
    assert.deepEqual(refusal(await session.sts("GetCallerIdentity")), expired);
    await done(ann.sts("GetCallerIdentity"));
  });

  test("moves aws:CurrentTime past a date", async () => {
    const before = await conditional("Before", { DateLessThan: { "aws:CurrentTime": inHours(1) } });
    const later = await conditional("Later", { DateGreaterThan: { "aws:CurrentTime": inHours(1) } });
    await done(before.iam("ListUsers"));
    assert.equal((await later.iam("ListUsers")).code, "AccessDenied");
    await advance("PT61M");
    assert.equal((await before.iam("ListUsers")).code, "AccessDenied");
    await done(later.iam("ListUsers"));
  });

  test("moves aws:TokenIssueTime of sessions made from then on", async () => {
    const ann = await newUser(server, root, "Ann");
    const trusted = policy({
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${EPHEMERAL_ACCOUNT}:user/Ann` },
      Action: "sts:AssumeRole",
    });
    const late = { DateGreaterThan: { "aws:TokenIssueTime": inHours(2) } };
    const allowed = policy({ Effect: "Allow", Action: "iam:ListUsers", Resource: "*", Condition: late });
    await done(
      root.iam("CreateRole", {
        RoleName: "Late",
        AssumeRolePolicyDocument: trusted,
        MaxSessionDuration: "43200",
      }),
    );
    await done(root.iam("PutRolePolicy", { RoleName: "Late", PolicyName: "p", PolicyDocument: allowed }));
    await done(root.iam("PutUserPolicy", { UserName: "Ann", PolicyName: "p", PolicyDocument: allowed }));
    const session = async () => {
      const RoleArn = `arn:aws:iam::${EPHEMERAL_ACCOUNT}:role/Late`;
      const wish = { RoleArn, RoleSessionName: "trial", DurationSeconds: "43200" };
      return callsOf(server, credentialsIn(await done(ann.sts("AssumeRole", wish))));
    };
    const before = await session();
    await advance("PT3H");
    const after = await session();
    assert.equal((await before.iam("ListUsers")).code, "AccessDenied");
    await done(after.iam("ListUsers"));
    assert.equal((await ann.iam("ListUsers")).code, "AccessDenied", "a long-term key has no issue time");
  });

  test("moves the times that answers and events give", async () => {
    await advance("P1DT2H");
    const { body } = await done(root.iam("CreateUser", { UserName: "Tomorrow" }));
    const ahead = (time: string) => (Date.parse(time) - Date.now()) / 3_600_000;
    assert.ok(Math.abs(ahead(/<CreateDate>([^<]+)</.exec(body)?.[1] ?? "") - 26) < 0.1);
    const [event] = await eventsOf(root, {
      LookupAttributes: [{ AttributeKey: "ResourceName", AttributeValue: "Tomorrow" }],
    });
    assert.ok(Math.abs(ahead(event?.record.eventTime) - 26) < 0.1);
  });

  test("leaves the window of signatures and the Date header on real time", async () => {
    const sentAt = async (offset: number) => {
      const request = { headers: ["Content-Type", form], body: formOf("sts", "GetCallerIdentity") };
      const date = new Date(Date.now() + offset);
      return send(
        server.port,
        await signed(server.port, request, { service: "sts", credentials: server.root, date }),
      );
    };
    await advance("PT5H");
    const now = await done(sentAt(0));
    assert.ok(Math.abs(Date.parse(String(now.headers.date)) - Date.now()) < 5000);
    const moved = await sentAt(5 * 3_600_000);
    assert.deepEqual([moved.status, moved.code], [403, "SignatureDoesNotMatch"]);
  });

  test("makes a marker as old as it then is: after its hour it continues no list", async () => {
    for (const UserName of ["a", "b", "c"]) await done(root.iam("CreateUser", { UserName }));
    const Marker = textOf(await done(root.iam("ListUsers", { MaxItems: "1" })), "Marker");
    await advance("PT59M");
    const { body } = await done(root.iam("ListUsers", { MaxItems: "1", Marker }));
    assert.match(body, /<UserName>b</);
    await advance("PT2M");
    assert.equal((await root.iam("ListUsers", { Marker })).code, "ValidationError");
  });

  test("cannot be set back, nor beyond ten years", async () => {
    for (const text of ["-PT1H", "PT-1H", "P3654D", "P1Y", "1 hour", ""]) {
      assert.equal((await control("/clock", JSON.stringify({ advance: text }))).status, 400, text);
    }
    const { body } = await done(control("/clock", '{"advance":"PT0S"}'));
    assert.equal(JSON.parse(body).total, 0);
  });
});
