/** What the front door says to calls that no SDK sends, in the protocol that the caller speaks. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ListUsersCommand } from "@aws-sdk/client-iam";
import { DescribeOrganizationCommand } from "@aws-sdk/client-organizations";
import { whereAlone } from "./support/balanced.ts";
import { formOf } from "./support/calls.ts";
import { clientsOf, failureOf } from "./support/clients.ts";
import { missing } from "./support/not-offered.ts";
import { startEphemeral, type TestServer } from "./support/server.ts";
import { form, presigned, type Received, type Sent, send, sendBytes, signed } from "./support/wire.ts";

const mebibyte = 1 << 20;
const cloudTrailTarget = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents";

let server: TestServer;

/** A call of IAM's query protocol, signed by root. */
async function query(
  body: string | Uint8Array,
  more: Partial<Sent> & { service?: string } = {},
): Promise<Received> {
  const { service = "iam", ...sent } = more;
  const request = { headers: ["Content-Type", form], body, ...sent };
  return send(server.port, await signed(server.port, request, { service, credentials: server.root }));
}

/** A call of CloudTrail's JSON protocol, signed by root. */
async function json(body: string, headers?: readonly string[]): Promise<Received> {
  const request = {
    headers: headers ?? ["Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", cloudTrailTarget],
    body,
  };
  return send(
    server.port,
    await signed(server.port, request, { service: "cloudtrail", credentials: server.root }),
  );
}

const refusedAs = ({ status, code, message }: Received) => ({ status, code, message });

before(async () => {
  server = await startEphemeral();
});
after(() => server.stop());

describe("a query call", () => {
  test("is answered in XML with a request id that the document and the header share", async () => {
    const answer = await query("Action=GetCallerIdentity&Version=2011-06-15", { service: "sts" });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers["content-type"], "text/xml");
    const id = /<RequestId>([0-9a-f-]{36})<\/RequestId>/.exec(answer.body)?.[1];
    assert.equal(answer.headers["x-amzn-requestid"], id);
    assert.match(
      answer.body,
      /^<GetCallerIdentityResponse xmlns="https:\/\/sts.amazonaws.com\/doc\/2011-06-15\/">/,
    );
  });

  test("may stand in the query string of a GET", async () => {
    const answer = await query("", {
      method: "GET",
      target: "/?Action=ListUsers&Version=2010-05-08",
      headers: [],
      body: undefined as never,
    });
    assert.equal(answer.status, 200);
    assert.match(answer.body, /<Users\/>|<Users><\/Users>/);
  });

  test("of an unknown action or another version is told which", async () => {
    assert.deepEqual(refusedAs(await query("Action=MakeUser&Version=2010-05-08")), {
      status: 400,
      code: "InvalidAction",
      message: "Could not find operation MakeUser for version 2010-05-08",
    });
    assert.deepEqual(refusedAs(await query("Action=ListUsers&Version=2011-06-15")), {
      status: 400,
      code: "InvalidAction",
      message: "Could not find operation ListUsers for version 2011-06-15",
    });
    assert.deepEqual(refusedAs(await query("Action=ListUsers")), {
      status: 400,
      code: "InvalidAction",
      message: "Could not find operation ListUsers for version NO_VERSION_SPECIFIED",
    });
  });

  test("without an action is told so", async () => {
    assert.equal((await query("Version=2010-05-08")).code, "MissingAction");
    assert.equal((await query("")).code, "MissingAction");
  });

  test("of a name that every object has is an unknown action", async () => {
    for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
      assert.equal((await query(`Action=${name}&Version=2010-05-08`)).code, "InvalidAction");
    }
  });

  test("that breaks constraints hears all of them", async () => {
    const { status, code, message } = await query(
      `Action=CreateUser&Version=2010-05-08&UserName=${"a".repeat(65)}&PermissionsBoundary=short`,
    );
    assert.deepEqual([status, code], [400, "ValidationError"]);
    assert.match(message ?? "", /^2 validation errors detected: /);
    assert.match(message ?? "", /at 'userName' failed to satisfy constraint/);
  });

  test("whose body is no form, or whose bytes are no text, is refused and harms nothing", async () => {
    const bodies = [
      "%",
      "%zz=1",
      "Action=%ff%fe",
      "=&=&&&",
      "Action",
      "\0\0\0",
      Buffer.from([0xff, 0xc0, 0x80]),
    ];
    for (const body of bodies) {
      const { status, code } = await query(body);
      assert.ok(status >= 400 && status < 500, `${body}: ${status} ${code}`);
    }
    const deep = `Action=CreateUser&Version=2010-05-08&UserName${".member.1".repeat(50)}=x`;
    assert.equal((await query(deep)).code, "MalformedInput");
  });

  test("of a form that is said to be JSON names no action", async () => {
    const answer = await query("Action=ListUsers&Version=2010-05-08", {
      headers: ["Content-Type", "application/x-amz-json-1.1"],
    });
    assert.equal(answer.status, 400);
    assert.equal(answer.code, "MissingAction");
  });
});

describe("a JSON call", () => {
  test("is answered in JSON, with the request id in the header", async () => {
    const answer = await json("{}");
    assert.equal(answer.status, 200);
    assert.equal(answer.headers["content-type"], "application/x-amz-json-1.1");
    assert.match(String(answer.headers["x-amzn-requestid"]), /^[0-9a-f-]{36}$/);
    assert.ok(Array.isArray(JSON.parse(answer.body).Events));
  });

  test("of an unknown target or without one is an unknown operation", async () => {
    const type = ["Content-Type", "application/x-amz-json-1.1"];
    const unknown = await json("{}", [...type, "X-Amz-Target", "CloudTrail_20131101.Nothing"]);
    assert.deepEqual([unknown.status, unknown.code], [400, "UnknownOperationException"]);
    const foreign = await json("{}", [...type, "X-Amz-Target", "AWSOrganizationsV20161128.ListRoots"]);
    assert.deepEqual([foreign.status, foreign.code], [400, "UnknownOperationException"]);
    const none = await json("{}", type);
    assert.deepEqual([none.status, none.code], [404, "UnknownOperationException"]);
  });

  test("in a form is no JSON call", async () => {
    const answer = await json("Action=LookupEvents", [
      "Content-Type",
      form,
      "X-Amz-Target",
      cloudTrailTarget,
    ]);
    assert.deepEqual([answer.status, answer.code], [404, "UnknownOperationException"]);
  });

  test("whose body is broken is refused and harms nothing", async () => {
    const bodies = ["{", "[]", "null", '"text"', '{"MaxResults":"many"}', '{"MaxResults":1e400}', "\ufeff{}"];
    for (const body of [...bodies, "[".repeat(100_000), `{"a":${"[".repeat(5000)}`]) {
      const { status, code } = await json(body);
      assert.ok(
        status === 400 || (status === 200 && body === "null"),
        `${body.slice(0, 20)}: ${status} ${code}`,
      );
    }
  });

  test("cannot reach a prototype", async () => {
    const answer = await json('{"__proto__":{"MaxResults":1},"constructor":{"prototype":{"x":1}}}');
    assert.equal(answer.status, 200);
    assert.equal(({} as { x?: unknown }).x, undefined);
  });
});

describe("what is not offered", () => {
  test("is said to be so, and why, to clients of either protocol", async () => {
    const clients = clientsOf(server, server.root);
    const denied = await query(formOf("iam", missing.action, missing.parameters));
    assert.deepEqual(refusedAs(denied), {
      status: 501,
      code: "NotImplemented",
      message: `iam:${missing.action} is not offered by this server: ${missing.why}.`,
    });
    const { name, status, message } = await failureOf(
      clients.organizations.send(new DescribeOrganizationCommand({})),
    );
    assert.deepEqual([name, status], ["NotImplemented", 501]);
    assert.match(message, /^organizations:DescribeOrganization is not offered by this server: /);
  });

  test("stands at no other path and under no other method", async () => {
    const body = "Action=ListUsers&Version=2010-05-08";
    assert.equal((await query(body, { target: "/iam" })).status, 404);
    assert.equal((await query(body, { target: "//" })).status, 404);
    for (const method of ["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]) {
      assert.equal((await query(body, { method })).status, 405, method);
    }
  });
});

describe("a body", () => {
  const padded = (length: number) => {
    const start = "Action=ListUsers&Version=2010-05-08&PathPrefix=";
    return start + "a".repeat(length - start.length);
  };

  test("of one mebibyte is read", async () => {
    assert.equal((await query(padded(mebibyte))).code, "ValidationError");
  });

  test(
    "that is longer is refused, announced or not",
    whereAlone("what stands between ends such a connection otherwise"),
    async () => {
      const long = padded(mebibyte + 1);
      const announced = await query(long);
      assert.deepEqual([announced.status, announced.code], [413, "RequestEntityTooLarge"]);
      const chunked = await query(long, { headers: ["Content-Type", form, "Transfer-Encoding", "chunked"] });
      assert.deepEqual([chunked.status, chunked.code], [413, "RequestEntityTooLarge"]);
      const { Users } = await clientsOf(server, server.root).iam.send(new ListUsersCommand({}));
      assert.deepEqual(Users, []);
    },
  );

  test("that is announced too long is refused before a byte of it is sent", async () => {
    const answer = await send(server.port, {
      headers: ["Content-Type", form, "Content-Length", String(1 << 30), "Expect", "100-continue"],
    });
    assert.equal(answer.status, 413);
  });
});

describe("a presigned call", () => {
  const sts = () => ({ service: "sts", credentials: server.root });
  const target = "/?Action=GetCallerIdentity&Version=2011-06-15";

  test("of GetCallerIdentity says who signed it", async () => {
    const answer = await send(server.port, await presigned(server.port, { target }, sts()));
    assert.equal(answer.status, 200);
    assert.match(answer.body, /<Arn>arn:aws:iam::123456789012:root<\/Arn>/);
  });

  test("may be signed over a header that the bearer must send, as cluster authenticators do", async () => {
    const headers = ["x-k8s-aws-id", "cluster-1"];
    const request = await presigned(server.port, { target, headers }, sts());
    assert.equal((await send(server.port, request)).status, 200);
    const without = await send(server.port, { ...request, headers: [] });
    assert.equal(without.code, "SignatureDoesNotMatch");
  });

  test("is good for no other action", async () => {
    const request = await presigned(server.port, { target }, sts());
    const other = { ...request, target: request.target?.replace("GetCallerIdentity", "GetSessionToken") };
    assert.equal((await send(server.port, other as Sent)).code, "SignatureDoesNotMatch");
  });
});

describe("an unsigned call", () => {
  const expected = {
    status: 403,
    code: "MissingAuthenticationToken",
    message: "Request is missing Authentication Token",
  };

  test("hears in XML that it has no token", async () => {
    const body = "Action=ListUsers&Version=2010-05-08";
    const answer = await send(server.port, { headers: ["Content-Type", form], body });
    assert.deepEqual(refusedAs(answer), expected);
    assert.equal(answer.headers["content-type"], "text/xml");
    assert.deepEqual(refusedAs(await send(server.port, { method: "GET" })), expected);
  });

  test("hears it in JSON where it speaks JSON", async () => {
    const headers = ["Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", cloudTrailTarget];
    const answer = await send(server.port, { headers, body: "{}" });
    assert.equal(answer.code, "MissingAuthenticationTokenException");
    assert.equal(answer.headers["content-type"], "application/x-amz-json-1.1");
  });
});

test("a signed call in JSON that is refused hears the JSON spelling of the code", async () => {
  const type = ["Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", cloudTrailTarget];
  const request = await signed(
    server.port,
    { headers: type, body: "{}" },
    { service: "cloudtrail", credentials: { ...server.root, secretAccessKey: "wrong" } },
  );
  const answer = await send(server.port, request);
  assert.deepEqual([answer.status, answer.code], [400, "InvalidSignatureException"]);
});

test("attack: a body in two framings hides a second request in the first", async () => {
  const inner = `POST / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Length: 0\r\n\r\n`;
  const head = `POST / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n`;
  for (const framing of [
    "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
    "Content-Length: 5\r\nContent-Length: 6\r\n",
    "Transfer-Encoding: chunked, identity\r\n",
    "Transfer-Encoding: xchunked\r\n",
    "Transfer-Encoding : chunked\r\n",
    "Content-Length: +5\r\n",
    "Content-Length: 5, 5\r\n",
  ]) {
    const answer = await sendBytes(server.port, `${head}${framing}\r\n0\r\n\r\n${inner}`);
    assert.match(answer, /^HTTP\/1\.1 400 /, framing);
    assert.equal(answer.match(/HTTP\/1\.1 \d/g)?.length, 1, framing);
  }
});

test("attack: a Host of another name points a browser at this machine", async () => {
  for (const host of [
    "evil.example",
    `evil.example:${server.port}`,
    "127.0.0.1.evil.example",
    "localhost.",
    "",
  ]) {
    const { status, code } = await send(server.port, { method: "GET", headers: ["Host", host] });
    assert.deepEqual([status, code], [400, "MalformedHttpRequestException"], host);
    const operate = await send(server.operatePort, {
      method: "GET",
      target: "/metrics",
      headers: ["Host", host],
    });
    assert.equal(operate.status, 400, host);
  }
});
