import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { home, newCloud, other, start } from "./harness.ts";
import { allow, document, holder, person, role } from "./people.ts";

describe("GetSessionToken", () => {
  it("needs no permission and gives a session of the user itself, for twelve hours", () => {
    const cloud = newCloud();
    const ann = person(cloud, "Ann", document({ Effect: "Deny", Action: "sts:*" }));
    const output = cloud.call(ann, "sts:GetSessionToken");
    assert.equal(output.Credentials?.Expiration, start + 43_200_000);
    assert.deepEqual(
      cloud.call(holder(output), "sts:GetCallerIdentity"),
      cloud.call(ann, "sts:GetCallerIdentity"),
    );
  });

  it("lasts as long as asked for; root's an hour at most", () => {
    const cloud = newCloud();
    const ann = person(cloud, "Ann");
    const ends = (who = ann, DurationSeconds?: number) =>
      cloud.call(who, "sts:GetSessionToken", DurationSeconds === undefined ? {} : { DurationSeconds })
        .Credentials?.Expiration;
    assert.equal(ends(ann, 129_600), start + 129_600_000);
    assert.equal(
      cloud.refusal(ann, "sts:GetSessionToken", { DurationSeconds: 129_601 }).code,
      "ValidationError",
    );
    assert.equal(ends(cloud.root()), start + 3_600_000);
    assert.equal(ends(cloud.root(), 43_200), start + 3_600_000);
    assert.equal(ends(cloud.root(), 900), start + 900_000);
  });

  it("is for long-term keys only", () => {
    const cloud = newCloud();
    const ann = person(cloud, "Ann", allow("*"));
    const arn = role(cloud, "Worker", allow("*"));
    const refused = {
      code: "AccessDenied",
      message: "Cannot call GetSessionToken with session credentials",
    };
    const session = holder(cloud.call(ann, "sts:GetSessionToken"));
    assert.deepEqual(cloud.refusal(session, "sts:GetSessionToken"), refused);
    const worker = holder(cloud.call(ann, "sts:AssumeRole", { RoleArn: arn, RoleSessionName: "job" }));
    assert.deepEqual(cloud.refusal(worker, "sts:GetSessionToken"), refused);
  });
});

describe("a session from GetSessionToken", () => {
  it("may assume roles and ask who it is, and nothing else of IAM and STS", () => {
    const cloud = newCloud();
    const ann = person(cloud, "Ann", allow("*"));
    const arn = role(cloud, "Worker");
    const session = holder(cloud.call(ann, "sts:GetSessionToken"));
    cloud.call(session, "sts:AssumeRole", { RoleArn: arn, RoleSessionName: "job" });
    cloud.call(session, "sts:GetCallerIdentity");
    for (const refused of [
      cloud.refusal(session, "iam:ListUsers", {}),
      cloud.refusal(session, "sts:GetAccessKeyInfo", { AccessKeyId: "AKIAIOSFODNN7EXAMPLE" }),
    ]) {
      assert.equal(refused.code, "InvalidClientTokenId");
    }
  });

  it("ends with its user", () => {
    const cloud = newCloud();
    const ann = person(cloud, "Ann");
    const session = holder(cloud.call(ann, "sts:GetSessionToken"));
    cloud.call(cloud.root(), "iam:DeleteAccessKey", { UserName: "Ann", AccessKeyId: ann.accessKeyId });
    cloud.call(session, "sts:GetCallerIdentity");
    cloud.call(cloud.root(), "iam:DeleteUser", { UserName: "Ann" });
    assert.equal(cloud.refusal(session, "sts:GetCallerIdentity").code, "InvalidClientTokenId");
  });
});

describe("GetCallerIdentity", () => {
  it("tells everybody who they are, whatever is denied", () => {
    const cloud = newCloud();
    assert.deepEqual(cloud.call(cloud.root(), "sts:GetCallerIdentity"), {
      UserId: home,
      Account: home,
      Arn: "arn:aws:iam::123456789012:root",
    });
    const ann = person(cloud, "Ann", document({ Effect: "Deny", Action: "*" }));
    const { User } = cloud.call(cloud.root(), "iam:GetUser", { UserName: "Ann" }) as {
      readonly User: { readonly UserId: string };
    };
    assert.deepEqual(cloud.call(ann, "sts:GetCallerIdentity"), {
      UserId: User.UserId,
      Account: home,
      Arn: "arn:aws:iam::123456789012:user/Ann",
    });
  });
});

describe("GetAccessKeyInfo", () => {
  it("tells the account that a key id spells, also of another account and of keys that there are not", () => {
    const cloud = newCloud();
    const key = (AccessKeyId: string) =>
      cloud.call(cloud.root(), "sts:GetAccessKeyInfo", { AccessKeyId }).Account;
    assert.equal(key(cloud.root(other).accessKeyId), other);
    const ann = person(cloud, "Ann");
    cloud.call(cloud.root(), "iam:DeleteAccessKey", { UserName: "Ann", AccessKeyId: ann.accessKeyId });
    assert.equal(key(ann.accessKeyId), home);
  });

  it("refuses ids that spell no account", () => {
    const cloud = newCloud();
    for (const AccessKeyId of ["AKIAIOSFODNN7EXAMPLE", "NOT_A_KEY_ID_AT_ALL"]) {
      assert.equal(
        cloud.refusal(cloud.root(), "sts:GetAccessKeyInfo", { AccessKeyId }).code,
        "ValidationError",
      );
    }
  });
});
