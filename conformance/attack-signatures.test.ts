/** Attacks on how a request is authenticated, each tried at the port. The comments name where it worked before. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { CreateAccessKeyCommand, CreateUserCommand, ListUsersCommand } from "@aws-sdk/client-iam";
import { recorded } from "./support/balanced.ts";
import { type Clients, clientsOf, credentialsOf } from "./support/clients.ts";
import { startEphemeral, type TestServer } from "./support/server.ts";
import { form, presigned, type Sent, send, signed } from "./support/wire.ts";

const eve = "Action=CreateUser&Version=2010-05-08&UserName=Eve";
const whoAmI = "Action=GetCallerIdentity&Version=2011-06-15";

let server: TestServer;
let root: Clients;

before(async () => {
  server = await startEphemeral();
  root = clientsOf(server, server.root);
});
// Whatever an attack was answered: nobody was made by it.
after(async () => {
  const { Users } = await root.iam.send(new ListUsersCommand({}));
  await server.stop();
  assert.ok(!Users?.some(({ UserName }) => UserName === "Eve"));
});

const post = (body: string, ...headers: string[]): Sent => ({
  headers: ["Content-Type", form, ...headers],
  body,
});
const scope = (service = "iam") => ({ service, credentials: server.root });
const sign = (sent: Sent, service?: string) => signed(server.port, sent, scope(service));
const deliver = (sent: Sent) => send(server.port, sent);
const codeOf = async (sent: Sent | Promise<Sent>) => (await deliver(await sent)).code;

function header(sent: Sent, name: string): string {
  const { headers = [] } = sent;
  return headers[headers.findIndex((each, at) => at % 2 === 0 && each.toLowerCase() === name) + 1] ?? "";
}

function withHeader(sent: Sent, name: string, change: (value: string) => string): Sent {
  const { headers = [] } = sent;
  return {
    ...sent,
    headers: headers.map((each, at) =>
      at % 2 === 1 && headers[at - 1]?.toLowerCase() === name ? change(each) : each,
    ),
  };
}

describe("attack: a payload mode whose signature nobody checks", () => {
  const modes = [
    "UNSIGNED-PAYLOAD",
    "STREAMING-UNSIGNED-PAYLOAD-TRAILER", // CVE-2025-31489
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
  ];

  test("in the header", async () => {
    for (const mode of modes) {
      const request = await sign(post(eve, "X-Amz-Content-Sha256", mode));
      assert.equal(await codeOf(request), "SignatureDoesNotMatch", mode);
      const forged = withHeader(request, "authorization", (value) =>
        value.replace(/Signature=.*/, "Signature="),
      );
      assert.equal(await codeOf(forged), "IncompleteSignature", mode);
    }
  });

  test("with the credential in the query string", async () => {
    // CVE-2026-41145
    for (const mode of modes) {
      const target = `/?${eve}&X-Amz-Credential=${server.root.accessKeyId}%2F20260101%2Fus-east-1%2Fiam%2Faws4_request`;
      const headers = ["X-Amz-Content-Sha256", mode];
      assert.equal(await codeOf({ target, headers }), "IncompleteSignature", mode);
      const request = await presigned(server.port, { target: `/?${eve}`, headers }, scope());
      assert.equal(await codeOf(request), "SignatureDoesNotMatch", mode);
    }
  });

  test("a body that is not what was hashed", async () => {
    const request = await sign(post("Action=ListUsers&Version=2010-05-08"));
    assert.equal(await codeOf({ ...request, body: eve }), "SignatureDoesNotMatch");
    const declared = "0".repeat(64);
    assert.equal(
      await codeOf(sign(post(eve, "X-Amz-Content-Sha256", declared))),
      "XAmzContentSHA256Mismatch",
    );
  });

  test("a first chunk that is signed, and others that are not", async () => {
    const chunked = `5;chunk-signature=${"0".repeat(64)}\r\nhello\r\n0;chunk-signature=${"0".repeat(64)}\r\n\r\n`;
    const request = await sign(
      post(chunked, "Content-Encoding", "aws-chunked", "X-Amz-Content-Sha256", modes[2] ?? ""),
    );
    assert.equal(await codeOf(request), "SignatureDoesNotMatch");
  });
});

test("attack: another door to the same operation, behind which nobody checks", async () => {
  // CVE-2026-40344: a handler of its own for one header
  const headers = [
    [],
    ["X-Amz-Meta-Snowball-Auto-Extract", "true"],
    ["X-Amz-Target", "AWSIdentityManagementV20100508.CreateUser"],
    ["X-Forwarded-For", "127.0.0.1"],
    ["X-Original-URL", "/"],
    ["X-HTTP-Method-Override", "POST"],
  ];
  for (const more of headers) {
    for (const target of [
      "/",
      `/?${eve}`,
      "/?Action=CreateUser",
      "/iam",
      "/admin",
      "/_internal",
      "/health",
    ]) {
      const { status } = await deliver({ ...post(eve, ...more), target });
      assert.ok([403, 400, 404].includes(status), `${target} ${more}: ${status}`);
    }
  }
});

test("attack: a credential in the header and another in the query string", async () => {
  const request = await presigned(server.port, { target: `/?${whoAmI}` }, scope("sts"));
  const both = await sign({ ...request, method: "GET" }, "sts");
  assert.equal(await codeOf({ ...both, target: request.target ?? "" }), "SignatureDoesNotMatch");
  for (const name of ["X-Amz-Signature", "X-Amz-Credential", "X-Amz-Date"]) {
    const doubled = { ...request, target: `${request.target}&${name}=x` };
    assert.equal(await codeOf(doubled), "IncompleteSignature", name);
    const lower = { ...request, target: `${request.target}&${name.toLowerCase()}=x` };
    assert.equal(await codeOf(lower), "IncompleteSignature", name);
  }
  const inBody = post(`${eve}&X-Amz-Credential=x`);
  assert.equal(await codeOf(sign(inBody)), "InvalidRequest");
});

test("attack: a header with a meaning, added after the signature", async () => {
  const request = await sign(post(whoAmI), "sts");
  for (const [name, value] of [
    ["X-Amz-Target", "CloudTrail_20131101.LookupEvents"],
    ["X-Amz-Copy-Source", "/other"],
    ["X-Amz-Security-Token", "AAAA"],
    ["Content-Encoding", "gzip"],
  ] as const) {
    const { code } = await deliver({ ...request, headers: [...(request.headers ?? []), name, value] });
    // Whoever sends a target speaks JSON.
    assert.match(
      code ?? "",
      /^(SignatureDoesNotMatch|InvalidSignatureException|InvalidClientTokenId)$/,
      name,
    );
  }
  const twice = { ...request, headers: [...(request.headers ?? []), "X-Amz-Date", "20200101T000000Z"] };
  assert.equal((await deliver(twice)).status, 400);
});

describe("attack: a signature for something else", () => {
  test("for another service, whose call this one takes", async () => {
    // CVE-2026-55873: the scope s3tables on an administrator's path
    for (const service of ["s3", "s3tables", "execute-api", "ec2", "IAM", "iam ", ""]) {
      const { code } = await deliver(await sign(post(eve), service));
      assert.match(code ?? "", /^(SignatureDoesNotMatch|IncompleteSignature)$/, service);
    }
    assert.equal(await codeOf(sign(post(eve), "sts")), "InvalidAction");
    assert.match((await codeOf(sign(post(eve), "cloudtrail"))) ?? "", /^UnknownOperationException$/);
  });

  test("with another date, end or key in its scope", async () => {
    const request = await sign(post(whoAmI), "sts");
    const changed = (from: RegExp, to: string) =>
      codeOf(withHeader(request, "authorization", (value) => value.replace(from, to)));
    assert.equal(await changed(/\/\d{8}\//, "/20200101/"), "SignatureDoesNotMatch");
    assert.equal(await changed(/aws4_request/, "aws5_request"), "SignatureDoesNotMatch");
    assert.equal(await changed(/us-east-1/, "eu-west-1"), "SignatureDoesNotMatch");
    assert.equal(await changed(/SignedHeaders=[^,]+/, "SignedHeaders=host"), "SignatureDoesNotMatch");
  });

  test("by another method, at another host or path, with another body", async () => {
    const request = await sign(post(whoAmI), "sts");
    assert.equal((await deliver(request)).status, 200);
    // As on AWS, the same bytes are taken again within the window: TLS is what keeps them from others.
    assert.equal((await deliver(request)).status, 200);
    const body = request.body ?? "";
    assert.equal(
      await codeOf({ ...request, method: "GET", target: `/?${whoAmI}`, body: "" }),
      "SignatureDoesNotMatch",
    );
    assert.equal(
      await codeOf(withHeader(request, "host", () => `localhost:${server.port}`)),
      "SignatureDoesNotMatch",
    );
    assert.equal(await codeOf({ ...request, target: "/?x=1" }), "SignatureDoesNotMatch");
    assert.equal(await codeOf({ ...request, body: `${body} ` }), "SignatureDoesNotMatch");
  });

  test("one character of which is another", async () => {
    const request = await sign(post(whoAmI), "sts");
    const signature = /Signature=([0-9a-f]{64})/.exec(header(request, "authorization"))?.[1] ?? "";
    for (const at of [0, 1, 31, 62, 63]) {
      const other = signature[at] === "0" ? "1" : "0";
      const forged = signature.slice(0, at) + other + signature.slice(at + 1);
      const tried = withHeader(request, "authorization", (value) => value.replace(signature, forged));
      assert.equal(await codeOf(tried), "SignatureDoesNotMatch");
    }
  });
});

test("attack: a signature of yesterday or tomorrow", async () => {
  const minutes = (count: number) => new Date(Date.now() + count * 60_000);
  const at = async (date: Date) =>
    deliver(await signed(server.port, post(whoAmI), { ...scope("sts"), date }));
  assert.equal((await at(minutes(-14))).status, 200);
  assert.equal((await at(minutes(14))).status, 200);
  const late = await at(minutes(-16));
  assert.equal(late.code, "SignatureDoesNotMatch");
  assert.match(late.message ?? "", /^Signature expired: \d{8}T\d{6}Z is now earlier than /);
  assert.match((await at(minutes(16))).message ?? "", /^Signature not yet current: /);
  for (const [seconds, words] of [
    ["604801", /must be less than a week/],
    ["-1", /must be non-negative/],
    ["x", /should be a number/],
  ] as const) {
    const request = await presigned(server.port, { target: `/?${whoAmI}` }, scope("sts"));
    const longer = request.target?.replace("X-Amz-Expires=60", `X-Amz-Expires=${seconds}`) ?? "";
    assert.match((await deliver({ ...request, target: longer })).message ?? "", words);
  }
});

test("attack: a spelling of the path that means another one further inside", async () => {
  for (const target of ["/%2F", "/.", "/..", "//", "/;", "/%2e", "/%00", "/?%41ction=x", "/\\"]) {
    const { status } = await deliver({ ...(await sign(post(eve))), target });
    assert.ok([400, 403, 404].includes(status), `${target}: ${status}`);
  }
});

test("attack: a call that is misread tells a caller what it may do without an event", async () => {
  await root.iam.send(new CreateUserCommand({ UserName: "Mallory" }));
  const { AccessKey: key } = await root.iam.send(new CreateAccessKeyCommand({ UserName: "Mallory" }));
  const credentials = credentialsOf(key);
  const call = "Action=ListUsers&Version=2010-05-08";
  const json = "application/x-amz-json-1.1";
  const variants: readonly Sent[] = [
    post(call),
    post(`${call}&PathPrefix=nowhere`),
    post(`${call}&MaxItems=many`),
    post(`${call}&MaxItems.member.1=1`),
    post(`${call}&Action=GetUser`),
    post("", "X-Amz-Target", "AWSIdentityManagementV20100508.ListUsers"),
    { target: `/?${call}`, headers: ["Content-Type", form], body: "Action=GetUser&Version=2010-05-08" },
    { target: `/?${call}`, headers: ["Content-Type", json], body: "{}" },
    { target: `/?${call}`, headers: ["Content-Type", "text/plain"], body: call },
    { target: `/?${call}`, method: "GET", headers: [] },
    { headers: ["Content-Type", "multipart/form-data; boundary=x"], body: call },
    { headers: ["Content-Type", json, "X-Amz-Target", "CloudTrail_20131101.LookupEvents"], body: "{}" },
  ];
  const answers = await Promise.all(
    variants.map(async (sent) => deliver(await signed(server.port, sent, { credentials }))),
  );
  await recorded();
  const { Events = [] } = await root.cloudtrail.send(new LookupEventsCommand({}));
  const byRequest = new Map(
    Events.map(({ CloudTrailEvent = "" }) => JSON.parse(CloudTrailEvent)).map((each) => [
      each.requestID,
      each,
    ]),
  );
  for (const { headers, code } of answers) {
    const { eventName, errorCode, userIdentity } = byRequest.get(headers["x-amzn-requestid"]) ?? {};
    const known = code === "MissingAction" ? "UnknownOperation" : "ListUsers";
    assert.deepEqual([eventName, errorCode, userIdentity?.userName], [known, code, "Mallory"]);
  }
  assert.equal(answers.filter(({ code }) => code === "AccessDenied").length, 6);
});
