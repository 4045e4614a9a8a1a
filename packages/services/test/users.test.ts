import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { newCloud } from "./harness.ts";
import { allow, person } from "./people.ts";

describe("users", () => {
  it("a user is created, read and deleted", () => {
    const cloud = newCloud();
    const root = cloud.root();
    const { User } = cloud.call(root, "iam:CreateUser", { UserName: "Ann", Path: "/a/" });
    assert.equal(User?.Arn, "arn:aws:iam::123456789012:user/a/Ann");
    assert.deepEqual(cloud.call(root, "iam:GetUser", { UserName: "ann" }), { User });
    cloud.call(root, "iam:DeleteUser", { UserName: "ANN" });
    assert.deepEqual(cloud.refusal(root, "iam:GetUser", { UserName: "Ann" }), {
      code: "NoSuchEntity",
      message: "The user with name Ann cannot be found.",
    });
    const bob = person(cloud, "Bob", allow("iam:GetUser"));
    assert.deepEqual(cloud.refusal(bob, "iam:ListUsers"), {
      code: "AccessDenied",
      message:
        "User: arn:aws:iam::123456789012:user/Bob is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::123456789012:user/ because no identity-based policy allows the iam:ListUsers action",
    });
  });
});
