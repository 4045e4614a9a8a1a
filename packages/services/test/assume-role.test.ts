import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { accountOfAccessKeyId } from "@portcullis/directory";
import { ann, arnOf, assume, denied, type More, refusal } from "./assuming.ts";
import { type Cloud, home, newCloud, other, start } from "./harness.ts";
import { allow, document, holder, person, role, trust } from "./people.ts";

describe("assuming a role", () => {
  it("gives credentials of the role's account that act as the session", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann", allow("sts:AssumeRole"));
    role(cloud, "Worker", allow("iam:ListUsers"));
    const output = assume(cloud, who);
    const { Role } = cloud.call(cloud.root(), "iam:GetRole", { RoleName: "Worker" });
    assert.deepEqual(output.AssumedRoleUser, {
      AssumedRoleId: `${Role.RoleId}:job`,
      Arn: "arn:aws:sts::123456789012:assumed-role/Worker/job",
    });
    assert.equal(output.PackedPolicySize, undefined);
    assert.equal(output.Credentials?.Expiration, start + 3600_000);
    assert.match(output.Credentials?.AccessKeyId ?? "", /^ASIA/);
    assert.equal(accountOfAccessKeyId(output.Credentials?.AccessKeyId ?? ""), home);
    const worker = holder(output);
    assert.deepEqual(cloud.call(worker, "sts:GetCallerIdentity"), {
      UserId: `${Role.RoleId}:job`,
      Account: home,
      Arn: "arn:aws:sts::123456789012:assumed-role/Worker/job",
    });
    cloud.call(worker, "iam:ListUsers", {});
    assert.match(
      cloud.refusal(worker, "iam:ListRoles", {}).message,
      /^User: arn:aws:sts::123456789012:assumed-role\/Worker\/job is not authorized/,
    );
  });

  it("takes the trust of the account and the caller's own permission", () => {
    const cloud = newCloud();
    role(cloud, "Worker");
    assert.deepEqual(refusal(cloud, person(cloud, "Ann")), denied(ann));
    assume(cloud, person(cloud, "Bob", document({ Action: "sts:*", Resource: arnOf("Worker") })));
    role(cloud, "Closed", undefined, trust({ Service: "ec2.amazonaws.com" }));
    const cid = person(cloud, "Cid", allow("*"));
    assert.deepEqual(
      refusal(cloud, cid, { RoleArn: arnOf("Closed") }),
      denied("arn:aws:iam::123456789012:user/Cid", "sts:AssumeRole", arnOf("Closed")),
    );
  });

  it("takes nothing more where the trust names the user, save an explicit deny", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann");
    role(cloud, "Worker", undefined, trust({ AWS: ann }));
    assume(cloud, who);
    cloud.call(cloud.root(), "iam:PutUserPolicy", {
      UserName: "Ann",
      PolicyName: "no",
      PolicyDocument: document({ Effect: "Deny", Action: "sts:AssumeRole" }),
    });
    assert.equal(refusal(cloud, who).code, "AccessDenied");
  });

  it("takes the external id that the trust asks for", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann", allow("sts:*"));
    const Condition = { StringEquals: { "sts:ExternalId": "secret-7" } };
    role(cloud, "Worker", undefined, trust({ AWS: home }, { Condition }));
    assert.deepEqual(refusal(cloud, who), denied(ann));
    assert.deepEqual(refusal(cloud, who, { ExternalId: "other" }), denied(ann));
    assume(cloud, who, { ExternalId: "secret-7" });
  });

  it("takes the session name that the trust asks for", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann", allow("sts:*"));
    const Condition = { StringLike: { "sts:RoleSessionName": "$" + "{aws:username}" } };
    role(cloud, "Worker", undefined, trust({ AWS: home }, { Condition }));
    assert.equal(refusal(cloud, who).code, "AccessDenied");
    assume(cloud, who, { RoleSessionName: "Ann" });
  });

  it("is refused in the same words for a role that is not there, or spelled otherwise", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann", allow("*"));
    role(cloud, "Worker");
    for (const arn of [
      arnOf("None"),
      arnOf("worker"),
      arnOf("path/Worker"),
      arnOf("Worker", "999999999999"),
      "arn:aws-cn:iam::123456789012:role/Worker",
      "arn:aws:iam:us-east-1:123456789012:role/Worker",
    ]) {
      assert.deepEqual(refusal(cloud, who, { RoleArn: arn }), denied(ann, "sts:AssumeRole", arn));
    }
  });

  it("is told off for an ARN that is none of a role, before any permission", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann");
    for (const RoleArn of ["nothing-valid-in-here", "arn:a::::something/test-role", ann]) {
      assert.deepEqual(refusal(cloud, who, { RoleArn }), {
        code: "ValidationError",
        message: `${RoleArn} is invalid`,
      });
    }
  });

  it("is not for root", () => {
    const cloud = newCloud();
    role(cloud, "Worker");
    const refused = { code: "AccessDenied", message: "Roles may not be assumed by root accounts." };
    assert.deepEqual(refusal(cloud, cloud.root()), refused);
    const session = holder(cloud.call(cloud.root(), "sts:GetSessionToken"));
    assert.deepEqual(refusal(cloud, session), refused);
  });
});

describe("a role of another account", () => {
  function twoAccounts(document: string): { readonly cloud: Cloud; readonly arn: string } {
    const cloud = newCloud();
    const root = cloud.root(other);
    const { Role } = cloud.call(root, "iam:CreateRole", {
      RoleName: "Theirs",
      AssumeRolePolicyDocument: document,
    });
    return { cloud, arn: Role.Arn };
  }

  it("takes the permission of both accounts, whoever the trust names", () => {
    const { cloud } = twoAccounts(trust({ AWS: home }));
    const RoleArn = arnOf("Theirs", other);
    assert.equal(refusal(cloud, person(cloud, "Ann"), { RoleArn }).code, "AccessDenied");
    const bob = person(cloud, "Bob", allow("sts:AssumeRole"));
    const theirs = holder(assume(cloud, bob, { RoleArn }), other);
    assert.equal(cloud.call(theirs, "sts:GetCallerIdentity").Account, other);
    cloud.call(cloud.root(other), "iam:UpdateAssumeRolePolicy", {
      RoleName: "Theirs",
      PolicyDocument: trust({ AWS: ann }),
    });
    assert.equal(refusal(cloud, bob, { RoleArn }).code, "AccessDenied");
    assert.equal(refusal(cloud, person(cloud, "Cid"), { RoleArn }).code, "AccessDenied");
  });

  it("reads managed session policies in that account", () => {
    const { cloud, arn } = twoAccounts(trust({ AWS: home }));
    const policy = { PolicyName: "P", PolicyDocument: allow("iam:ListUsers") };
    cloud.call(cloud.root(other), "iam:CreatePolicy", policy);
    cloud.call(cloud.root(), "iam:CreatePolicy", { ...policy, PolicyName: "Q" });
    const who = person(cloud, "Ann", allow("sts:AssumeRole"));
    assume(cloud, who, { RoleArn: arn, PolicyArns: [{ arn: `arn:aws:iam::${other}:policy/P` }] });
    assert.equal(
      refusal(cloud, who, { RoleArn: arn, PolicyArns: [{ arn: `arn:aws:iam::${home}:policy/Q` }] }).code,
      "InvalidParameterValue",
    );
  });
});

describe("how long a role session lasts", () => {
  it("is an hour, or what the request asks for within the role's limit", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann", allow("sts:*"));
    role(cloud, "Worker");
    assert.deepEqual(refusal(cloud, who, { DurationSeconds: 3601 }), {
      code: "ValidationError",
      message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    });
    cloud.call(cloud.root(), "iam:UpdateRole", { RoleName: "Worker", MaxSessionDuration: 43200 });
    const ends = (more: More) => assume(cloud, who, more).Credentials?.Expiration;
    assert.equal(ends({ DurationSeconds: 43200 }), start + 43_200_000);
    assert.equal(ends({ DurationSeconds: 900 }), start + 900_000);
    assert.equal(ends({}), start + 3_600_000);
    assert.equal(refusal(cloud, who, { DurationSeconds: 899 }).code, "ValidationError");
  });

  it("is an hour at most where a role assumes a role", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann", allow("sts:*"));
    role(cloud, "First", allow("sts:*"));
    role(cloud, "Worker");
    cloud.call(cloud.root(), "iam:UpdateRole", { RoleName: "Worker", MaxSessionDuration: 43200 });
    const first = holder(assume(cloud, who, { RoleArn: arnOf("First") }));
    assert.deepEqual(refusal(cloud, first, { DurationSeconds: 3601 }), {
      code: "ValidationError",
      message:
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    });
    assume(cloud, first, { DurationSeconds: 3600 });
    const user = holder(cloud.call(who, "sts:GetSessionToken"));
    assume(cloud, user, { DurationSeconds: 43200 });
  });
});

describe("what ends a session or a trust", () => {
  it("deleting the role ends its sessions, and making it again revives none", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann", allow("sts:*"));
    role(cloud, "Worker");
    const worker = holder(assume(cloud, who));
    cloud.call(cloud.root(), "iam:DeleteRole", { RoleName: "Worker" });
    assert.equal(cloud.refusal(worker, "sts:GetCallerIdentity").code, "InvalidClientTokenId");
    role(cloud, "Worker");
    assert.equal(cloud.refusal(worker, "sts:GetCallerIdentity").code, "InvalidClientTokenId");
  });

  it("a user that is deleted and made again is not the one that the trust named", () => {
    const cloud = newCloud();
    cloud.call(cloud.root(), "iam:CreateUser", { UserName: "Ann" });
    role(cloud, "Worker", undefined, trust({ AWS: ann }));
    cloud.call(cloud.root(), "iam:DeleteUser", { UserName: "Ann" });
    assert.deepEqual(refusal(cloud, person(cloud, "Ann", allow("sts:*"))), denied(ann));
  });

  it("a user that is renamed stays the one that the trust named", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann");
    role(cloud, "Worker", undefined, trust({ AWS: ann }));
    cloud.call(cloud.root(), "iam:UpdateUser", { UserName: "Ann", NewUserName: "Bea" });
    assume(cloud, who);
    const namesake = person(cloud, "Ann");
    assert.equal(refusal(cloud, namesake).code, "AccessDenied");
  });
});
