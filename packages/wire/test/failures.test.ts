import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { operation, services } from "@portcullis/aws-model";
import { commonErrors, dialectOf, dialectOfCall, encodeFailure, routeErrors } from "@portcullis/wire";
import { clientOf } from "./support/sdk.ts";

const iam = dialectOf(services.iam);
const sts = dialectOf(services.sts);
const organizations = dialectOf(services.organizations);

describe("a failure of a query service", () => {
  it("names sender, code, text and request", () => {
    const failure = { code: "NoSuchEntity", message: "The user with name <ann> cannot be found." };
    assert.deepEqual(encodeFailure(iam, failure, "request-1", operation("iam", "GetUser")), {
      status: 404,
      contentType: "text/xml",
      body:
        '<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>NoSuchEntity</Code>' +
        "<Message>The user with name &lt;ann&gt; cannot be found.</Message></Error><RequestId>request-1</RequestId></ErrorResponse>",
    });
  });

  it("is the receiver's where the status says so", () => {
    const answer = encodeFailure(iam, { code: "InternalFailure", message: "x" }, "r");
    assert.equal(answer.status, 500);
    assert.match(answer.body, /<Type>Receiver<\/Type>/);
  });

  it("leaves out a text that AWS does not give", () => {
    assert.doesNotMatch(encodeFailure(sts, { code: "MalformedInput", message: "" }, "r").body, /Message/);
  });

  it("belongs to the front end where no operation was found", () => {
    const answer = encodeFailure(sts, routeErrors.unknownAction("No", undefined), "r");
    assert.match(
      answer.body,
      /^<ErrorResponse xmlns="http:\/\/webservices.amazon.com\/AWSFault\/2005-15-09">/,
    );
    assert.equal(answer.status, 400);
  });

  it("has the status of the operation's own error before the common one", () => {
    const expired = { code: "ExpiredTokenException", message: "x" };
    const web = operation("sts", "AssumeRoleWithWebIdentity");
    assert.equal(encodeFailure(sts, expired, "r", web).status, 400);
    assert.equal(encodeFailure(sts, { code: "ExpiredToken", message: "x" }, "r", web).status, 403);
  });

  it("has the status that it names itself before any other", () => {
    assert.equal(encodeFailure(sts, { code: "AccessDenied", message: "x", status: 418 }, "r").status, 418);
    assert.equal(encodeFailure(sts, { code: "Unheard", message: "x" }, "r").status, 400);
  });
});

describe("a failure of a JSON service", () => {
  const body = (code: string, message = "x") =>
    JSON.parse(encodeFailure(organizations, { code, message }, "r").body) as Record<string, string>;

  it("names a common error as the protocol does", () => {
    assert.deepEqual(body("AccessDenied"), { __type: "AccessDeniedException", Message: "x" });
    assert.deepEqual(body("SignatureDoesNotMatch"), { __type: "InvalidSignatureException", message: "x" });
    assert.deepEqual(body("InvalidClientTokenId"), { __type: "UnrecognizedClientException", message: "x" });
    assert.deepEqual(body("UnknownOperationException", ""), { __type: "UnknownOperationException" });
    assert.equal(encodeFailure(organizations, { code: "AccessDenied", message: "x" }, "r").status, 400);
    assert.equal(encodeFailure(organizations, { code: "ServiceUnavailable", message: "x" }, "r").status, 503);
  });

  it("carries the further members of the model", () => {
    const failure = { code: "InvalidInputException", message: "x", fields: { Reason: "INVALID_ENUM" } };
    const answer = encodeFailure(organizations, failure, "r", operation("organizations", "ListParents"));
    assert.deepEqual(answer, {
      status: 400,
      contentType: "application/x-amz-json-1.1",
      body: '{"__type":"InvalidInputException","Message":"x","Reason":"INVALID_ENUM"}',
    });
  });

  it("is told apart by its status where the call was none", () => {
    assert.equal(encodeFailure(organizations, routeErrors.notJsonCall, "r").status, 404);
    assert.equal(encodeFailure(organizations, routeErrors.unknownTarget, "r").status, 400);
  });

  it("answers a call without service in the version of the call", () => {
    const dialect = dialectOfCall({
      method: "POST",
      contentType: "application/x-amz-json-1.0",
      target: "X.Y",
    });
    const answer = encodeFailure(dialect, { code: "MissingAuthenticationToken", message: "x" }, "r");
    assert.equal(answer.contentType, "application/x-amz-json-1.0");
    assert.equal(answer.status, 400);
  });
});

describe("the official clients", () => {
  for (const id of ["iam", "organizations"] as const) {
    it(`of ${id} read the code, text and status of every common error`, async () => {
      const service = services[id];
      const name = id === "iam" ? "ListUsers" : "ListRoots";
      for (const [code, { json }] of commonErrors) {
        const answer = encodeFailure(dialectOf(service), { code, message: "the text" }, "request-1");
        const call = clientOf(id, () => answer);
        await assert.rejects(call(name, {}), (error: Error & { $metadata: { httpStatusCode: number } }) => {
          assert.equal(error.name, id === "iam" ? code : json);
          assert.equal(error.message, "the text");
          assert.equal(error.$metadata.httpStatusCode, answer.status);
          return true;
        });
      }
    });
  }
});
