import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { accountOfAccessKeyId } from "@portcullis/directory";
import { openField, revealText } from "@portcullis/keys";
import { home, newCloud, start } from "./harness.ts";
import { allow, document, holder, person, role } from "./people.ts";
import { ring } from "./secrets.ts";

const absent = (id: string) => ({
  code: "NoSuchEntity",
  message: `The Access Key with id ${id} cannot be found.`,
});

describe("access keys", () => {
  it("come with their secret once, and are kept sealed", () => {
    const cloud = newCloud();
    cloud.call(cloud.root(), "iam:CreateUser", { UserName: "Ann" });
    const { AccessKey } = cloud.call(cloud.root(), "iam:CreateAccessKey", { UserName: "ann" });
    assert.deepEqual(AccessKey, {
      UserName: "Ann",
      AccessKeyId: AccessKey.AccessKeyId,
      Status: "Active",
      SecretAccessKey: AccessKey.SecretAccessKey,
      CreateDate: start,
    });
    assert.equal(accountOfAccessKeyId(AccessKey.AccessKeyId), home);
    assert.match(AccessKey.SecretAccessKey, /^[A-Za-z0-9/+]{40}$/);
    const kept = cloud.state().byId["access-key"].get(AccessKey.AccessKeyId);
    assert.ok(!JSON.stringify(kept).includes(AccessKey.SecretAccessKey));
    const place = {
      realm: `account/${home}`,
      kind: "access-key",
      id: AccessKey.AccessKeyId,
      field: "secret",
    };
    const opened = openField(ring, place, kept?.secret ?? "");
    assert.equal(opened && revealText(opened), AccessKey.SecretAccessKey);
    assert.deepEqual(cloud.call(cloud.root(), "iam:ListAccessKeys", { UserName: "Ann" }).AccessKeyMetadata, [
      { UserName: "Ann", AccessKeyId: AccessKey.AccessKeyId, Status: "Active", CreateDate: start },
    ]);
  });

  it("are two at most, for users and for root", () => {
    const cloud = newCloud();
    person(cloud, "Ann");
    cloud.call(cloud.root(), "iam:CreateAccessKey", { UserName: "Ann" });
    const full = { code: "LimitExceeded", message: "Cannot exceed quota for AccessKeysPerUser: 2" };
    assert.deepEqual(cloud.refusal(cloud.root(), "iam:CreateAccessKey", { UserName: "Ann" }), full);
    cloud.call(cloud.root(), "iam:CreateAccessKey", {});
    assert.deepEqual(cloud.refusal(cloud.root(), "iam:CreateAccessKey", {}), full);
  });

  it("are listed from the oldest", () => {
    const cloud = newCloud();
    const { accessKeyId } = person(cloud, "Ann");
    cloud.now += 1000;
    const { AccessKey } = cloud.call(cloud.root(), "iam:CreateAccessKey", { UserName: "Ann" });
    assert.deepEqual(
      cloud
        .call(cloud.root(), "iam:ListAccessKeys", { UserName: "Ann" })
        .AccessKeyMetadata.map((key) => key.AccessKeyId),
      [accessKeyId, AccessKey.AccessKeyId],
    );
  });

  it("stop working when they are made inactive, and work again when they are active", () => {
    const cloud = newCloud();
    const ann = person(cloud, "Ann", allow("iam:*"));
    const update = (Status: "Active" | "Inactive") =>
      cloud.call(cloud.root(), "iam:UpdateAccessKey", {
        UserName: "Ann",
        AccessKeyId: ann.accessKeyId,
        Status,
      });
    update("Inactive");
    assert.equal(cloud.refusal(ann, "iam:GetUser", {}).code, "InvalidClientTokenId");
    update("Active");
    assert.equal(cloud.call(ann, "iam:GetUser", {}).User.UserName, "Ann");
  });

  it("cannot be made Expired, which is AWS's to do", () => {
    const cloud = newCloud();
    const ann = person(cloud, "Ann");
    assert.equal(
      cloud.refusal(cloud.root(), "iam:UpdateAccessKey", {
        UserName: "Ann",
        AccessKeyId: ann.accessKeyId,
        Status: "Expired",
      }).code,
      "InvalidInput",
    );
  });

  it("are the user's own where the request names nobody, and nobody else's", () => {
    const cloud = newCloud();
    const ann = person(cloud, "Ann", allow("iam:*"));
    const bob = person(cloud, "Bob");
    assert.deepEqual(
      cloud.call(ann, "iam:ListAccessKeys", {}).AccessKeyMetadata.map((key) => key.AccessKeyId),
      [ann.accessKeyId],
    );
    assert.deepEqual(
      cloud.refusal(ann, "iam:DeleteAccessKey", { AccessKeyId: bob.accessKeyId }),
      absent(bob.accessKeyId),
    );
    assert.deepEqual(
      cloud.refusal(ann, "iam:UpdateAccessKey", {
        UserName: "Ann",
        AccessKeyId: bob.accessKeyId,
        Status: "Inactive",
      }),
      absent(bob.accessKeyId),
    );
  });

  it("of a user that is not there are refused", () => {
    const cloud = newCloud();
    const message = "The user with name Zoe cannot be found.";
    assert.equal(cloud.refusal(cloud.root(), "iam:CreateAccessKey", { UserName: "Zoe" }).message, message);
  });

  it("need a user's name from the session of a role", () => {
    const cloud = newCloud();
    const ann = person(cloud, "Ann", allow("sts:AssumeRole"));
    const arn = role(cloud, "Worker", allow("iam:*"));
    const worker = holder(cloud.call(ann, "sts:AssumeRole", { RoleArn: arn, RoleSessionName: "job" }));
    const refused = {
      code: "ValidationError",
      message: "Must specify userName when calling with non-User credentials",
    };
    assert.deepEqual(cloud.refusal(worker, "iam:ListAccessKeys", {}), refused);
    assert.deepEqual(cloud.refusal(worker, "iam:CreateAccessKey", {}), refused);
    assert.deepEqual(cloud.refusal(worker, "iam:GetUser", {}), refused);
  });

  it("deleted, refuse the next call", () => {
    const cloud = newCloud();
    const ann = person(cloud, "Ann", allow("iam:*"));
    cloud.call(ann, "iam:DeleteAccessKey", { AccessKeyId: ann.accessKeyId });
    assert.equal(cloud.refusal(ann, "iam:GetUser", {}).code, "InvalidClientTokenId");
  });

  it("a policy on one's own user lets users rotate their own keys only", () => {
    const cloud = newCloud();
    const own = document({
      Action: "iam:*AccessKey*",
      Resource: "arn:aws:iam::*:user/$" + "{aws:username}",
    });
    const ann = person(cloud, "Ann", own);
    person(cloud, "Bob");
    cloud.call(ann, "iam:CreateAccessKey", {});
    assert.equal(cloud.refusal(ann, "iam:CreateAccessKey", { UserName: "Bob" }).code, "AccessDenied");
  });
});
