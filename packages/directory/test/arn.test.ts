import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { iamArn, isAccountNumber, parseArn, parseIamResource } from "@portcullis/directory";
import fc from "fast-check";

describe("an ARN", () => {
  it("has six parts, the last of which keeps its colons", () => {
    assert.deepEqual(parseArn("arn:aws:logs:eu-west-1:123456789012:group:x:*"), {
      partition: "aws",
      service: "logs",
      region: "eu-west-1",
      account: "123456789012",
      resource: "group:x:*",
    });
  });

  it("is not what has fewer, begins otherwise or names no resource", () => {
    for (const text of [
      "",
      "arn",
      "arn:aws:iam::123456789012",
      "urn:aws:iam::1:x",
      "arn:a:a::aaaaaaaaaa:",
      "ARN:aws:iam::1:x",
    ]) {
      assert.equal(parseArn(text), undefined, text);
    }
  });

  it("of IAM gives back type, path and name", () => {
    const name = fc.stringMatching(/^[\w+=,.@-]{1,64}$/);
    const path = fc
      .array(fc.stringMatching(/^[\w.]{1,8}$/), { maxLength: 3 })
      .map((parts) => `/${parts.map((part) => `${part}/`).join("")}`);
    fc.assert(
      fc.property(
        fc.constantFrom("user" as const, "role" as const, "instance-profile" as const),
        path,
        name,
        (type, way, each) => {
          const parts = parseArn(iamArn("aws", "123456789012", type, way, each));
          assert.deepEqual(parseIamResource(parts?.resource ?? ""), { type, path: way, name: each });
        },
      ),
    );
    for (const text of ["root", "", "/x", "user/", "user"])
      assert.equal(parseIamResource(text), undefined, text);
  });
});

describe("an account number", () => {
  it("has twelve ASCII digits", () => {
    assert.ok(isAccountNumber("000000000000"));
    for (const text of ["", "12345678901", "1234567890123", "12345678901a", "١٢٣٤٥٦٧٨٩٠١٢", " 23456789012"]) {
      assert.ok(!isAccountNumber(text), text);
    }
  });
});
