import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { grantsOf } from "@portcullis/policy";

const document = (...Statement: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement });
const among = (text: string) => ["iam", "s3", "s3express", "shop"].filter(grantsOf(text).service);

describe("the services that a document opens", () => {
  it("are those whose actions an Allow names, whatever the case, the resources and the conditions", () => {
    const one = { Effect: "Allow", Action: "S3:GetObject", Resource: "arn:aws:s3:::one" };
    assert.deepEqual(among(document(one)), ["s3"]);
    assert.deepEqual(among(document({ ...one, Action: ["shop:Refund*", "iam:*"] })), ["iam", "shop"]);
    const bound = { ...one, Condition: { Bool: { "aws:SecureTransport": "true" } } };
    assert.deepEqual(among(document(bound)), ["s3"]);
  });

  it("are all where an Allow names every action", () => {
    assert.equal(among(document({ Effect: "Allow", Action: "*", Resource: "*" })).length, 4);
  });

  it("are those of which a NotAction leaves some action", () => {
    const NotAction = ["iam:*", "s3:Delete*", "shop:*"];
    assert.deepEqual(among(document({ Effect: "Allow", NotAction, Resource: "*" })), ["s3", "s3express"]);
  });

  it("are those that one of several NotActions leaves, however the others leave them out", () => {
    const left = (NotAction: string | string[]) => ({ Effect: "Allow", NotAction, Resource: "*" });
    assert.deepEqual(among(document(left(["s3:*", "iam:*"]), left(["shop:*", "iam:*"]), left("iam:*"))), [
      "s3",
      "s3express",
      "shop",
    ]);
    assert.deepEqual(among(document(left(["s3:**", "s3:Get*", "iam:?*", "shop:*a"]))), ["s3express", "shop"]);
  });

  it("are not opened by a Deny, nor closed by one", () => {
    const deny = { Effect: "Deny", Action: "s3:*", Resource: "*" };
    assert.deepEqual(among(document(deny)), []);
    assert.deepEqual(among(document(deny, { Effect: "Allow", Action: "s3:Get*", Resource: "*" })), ["s3"]);
    assert.deepEqual(among(document({ Effect: "Deny", NotAction: "iam:*", Resource: "*" })), []);
  });

  it("are none where the document cannot be understood", () => {
    assert.deepEqual(among("{}"), []);
    assert.deepEqual(among(document({ Effect: "Allow", Action: "*", Resource: "*", Extra: 1 })), []);
  });
});

describe("the actions that a document opens", () => {
  it("are those that an Allow names, or leaves out of its NotAction", () => {
    const opened = (statement: object) =>
      ["iam:getuser", "iam:listusers", "s3:getobject"].filter(
        grantsOf(document({ Effect: "Allow", Resource: "*", ...statement })).action,
      );
    assert.deepEqual(opened({ Action: "IAM:Get*" }), ["iam:getuser"]);
    assert.deepEqual(opened({ Action: "*" }).length, 3);
    assert.deepEqual(opened({ NotAction: ["iam:List*", "s3:*"] }), ["iam:getuser"]);
  });
});
