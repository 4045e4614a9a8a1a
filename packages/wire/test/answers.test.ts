import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { operation, services } from "@portcullis/aws-model";
import { encode, escapeXml, percentEncode, type Structure } from "@portcullis/wire";
import fc from "fast-check";
import {
  listOf,
  mapOf,
  numberShape,
  operationOf,
  plainShape,
  queryService,
  structureOf,
  text,
} from "./support/shapes.ts";
import { readCharacterData } from "./support/xml-text.ts";

const iam = (name: string, output: Structure) =>
  encode(services.iam, operation("iam", name)!, output, "request-1").body;

describe("an answer of a query service", () => {
  it("has a result and the request id", () => {
    const answer = encode(
      services.sts,
      operation("sts", "GetCallerIdentity")!,
      { Account: "123456789012", Arn: "arn:aws:iam::123456789012:user/ann", UserId: "AIDA" },
      "request-1",
    );
    assert.deepEqual(answer, {
      status: 200,
      contentType: "text/xml",
      body:
        '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
        "<Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/ann</Arn><UserId>AIDA</UserId>" +
        "</GetCallerIdentityResult><ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata></GetCallerIdentityResponse>",
    });
  });

  it("has no result where the operation has no output", () => {
    assert.equal(
      iam("DeleteUser", {}),
      '<DeleteUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata></DeleteUserResponse>',
    );
  });

  it("writes empty lists and structures, and leaves out what is absent", () => {
    assert.match(
      iam("ListUsers", { Users: [], IsTruncated: false, Marker: undefined }),
      /<ListUsersResult><IsTruncated>false<\/IsTruncated><Users\/><\/ListUsersResult>/,
    );
    assert.match(iam("GetRole", { Role: { RoleLastUsed: {} } }), /<Role><RoleLastUsed\/><\/Role>/);
  });

  it("writes times in whole seconds", () => {
    const created = Date.UTC(2026, 10, 22, 6, 54, 0, 999);
    assert.match(
      iam("GetUser", { User: { CreateDate: created } }),
      /<CreateDate>2026-11-22T06:54:00Z<\/CreateDate>/,
    );
  });

  it("writes lists of structures and maps", () => {
    assert.match(
      iam("ListUserTags", {
        Tags: [
          { Key: "a", Value: "<&>" },
          { Key: "b", Value: "" },
        ],
        IsTruncated: false,
      }),
      /<Tags><member><Key>a<\/Key><Value>&lt;&amp;&gt;<\/Value><\/member><member><Key>b<\/Key><Value\/><\/member><\/Tags>/,
    );
    assert.match(
      iam("GetAccountSummary", { SummaryMap: { Users: 1, Groups: 0 } }),
      /<SummaryMap><entry><key>Users<\/key><value>1<\/value><\/entry><entry><key>Groups<\/key><value>0<\/value><\/entry><\/SummaryMap>/,
    );
  });

  it("writes flattened lists and maps, numbers and blobs", () => {
    const output = structureOf({
      Flat: listOf(text, true),
      FlatMap: mapOf(text, true),
      Ratio: numberShape("double"),
      Data: plainShape("blob"),
    });
    const answer = encode(
      queryService,
      operationOf(undefined, output),
      { Flat: ["a", "b"], FlatMap: { k: "v" }, Ratio: 0.5, Data: new Uint8Array([0xff, 0xfe, 0]) },
      "r",
    );
    assert.match(
      answer.body,
      /<TryResult><Flat>a<\/Flat><Flat>b<\/Flat><FlatMap><key>k<\/key><value>v<\/value><\/FlatMap><Ratio>0.5<\/Ratio><Data>\/\/4A<\/Data><\/TryResult>/,
    );
  });

  it("carries policy documents percent-encoded as RFC 3986 says", () => {
    assert.match(
      iam("GetRole", { Role: { AssumeRolePolicyDocument: '{"a":"(*) é%41+ ~"}' } }),
      /<AssumeRolePolicyDocument>%7B%22a%22%3A%22%28%2A%29%20%C3%A9%2541%2B%20~%22%7D<\/AssumeRolePolicyDocument>/,
    );
    for (const [name, output] of [
      ["GetPolicyVersion", { PolicyVersion: { Document: "{}" } }],
      ["GetUserPolicy", { PolicyDocument: "{}" }],
      ["GetRolePolicy", { PolicyDocument: "{}" }],
      ["GetGroupPolicy", { PolicyDocument: "{}" }],
      [
        "GetAccountAuthorizationDetails",
        { UserDetailList: [{ UserPolicyList: [{ PolicyDocument: "{}" }] }] },
      ],
      ["GetAccountAuthorizationDetails", { RoleDetailList: [{ AssumeRolePolicyDocument: "{}" }] }],
    ] as const) {
      assert.match(iam(name, output), />%7B%7D</, name);
    }
    // SAML metadata is XML, not policy.
    assert.match(iam("GetSAMLProvider", { SAMLMetadataDocument: "<a/>" }), />&lt;a\/&gt;</);
  });

  it("has every text escaped so that a strict parser reads it back", () => {
    const readable = (value: string) =>
      value.toWellFormed().replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd");
    const any = fc.string({
      unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    });
    const likely = fc.string({
      unit: fc.constantFrom(..."ab<>&;\"'\r\n\t\0\u001f\ud83d\ude00\ufffe".split("")),
    });
    fc.assert(
      fc.property(fc.oneof(any, likely), (value) => {
        assert.equal(readCharacterData(escapeXml(value)), readable(value));
      }),
      { numRuns: 2000 },
    );
  });

  it("has documents decode to what they were", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const encoded = percentEncode(value);
        assert.match(encoded, /^(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*$/);
        assert.equal(decodeURIComponent(encoded), value.toWellFormed());
      }),
    );
  });
});

describe("an answer of a JSON service", () => {
  const organizations = (name: string, output: Structure) =>
    encode(services.organizations, operation("organizations", name)!, output, "request-1");

  it("writes times in epoch seconds and leaves out what is absent", () => {
    assert.deepEqual(
      organizations("DescribeAccount", {
        Account: { Id: "123456789012", Name: undefined, JoinedTimestamp: 1508371543267 },
      }),
      {
        status: 200,
        contentType: "application/x-amz-json-1.1",
        body: '{"Account":{"Id":"123456789012","JoinedTimestamp":1508371543.267}}',
      },
    );
  });

  it("has an empty body where the operation has no output", () => {
    assert.equal(organizations("AttachPolicy", {}).body, "");
  });

  it("writes empty lists and escapes texts", () => {
    assert.equal(
      organizations("ListRoots", { Roots: [], NextToken: '"\n\ud800' }).body,
      '{"NextToken":"\\"\\n\ufffd","Roots":[]}',
    );
  });

  it("follows structures that contain themselves", () => {
    assert.match(
      organizations("DescribeHandshake", { Handshake: { Resources: [{ Resources: [{ Value: "x" }] }] } })
        .body,
      /{"Resources":\[{"Resources":\[{"Value":"x"}\]}\]}/,
    );
  });
});
