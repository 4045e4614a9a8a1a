import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { accountOfAccessKeyId } from "@portcullis/directory";
import type { InputOf } from "@portcullis/services";
import { type Cloud, home, newCloud, other, start, type Who } from "./harness.ts";
import { allow, document, holder, person, role, trust } from "./people.ts";

type More = Partial<InputOf<"sts:AssumeRole">>;
const arnOf = (name: string, account = home) => `arn:aws:iam::${account}:role/${name}`;
const input = (more: More = {}) => ({ RoleArn: arnOf("Worker"), RoleSessionName: "job", ...more });
const assume = (cloud: Cloud, who: Who, more: More = {}) => cloud.call(who, "sts:AssumeRole", input(more));
const refusal = (cloud: Cloud, who: Who, more: More = {}) =>
  cloud.refusal(who, "sts:AssumeRole", input(more));
const denied = (who: string, action = "sts:AssumeRole", roleArn = arnOf("Worker")) => ({
  code: "AccessDenied",
  message: `User: ${who} is not authorized to perform: ${action} on resource: ${roleArn}`,
});
const ann = "arn:aws:iam::123456789012:user/Ann";
const both = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];

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

  it("takes no code of an MFA device, for none is kept", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann", allow("sts:*"));
    role(cloud, "Worker");
    const mfa = { SerialNumber: "arn:aws:iam::123456789012:mfa/Ann", TokenCode: "123456" };
    assert.equal(refusal(cloud, who, mfa).code, "AccessDenied");
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

describe("session policies", () => {
  it("narrow the role and give nothing", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann", allow("sts:*"));
    role(cloud, "Worker", allow("iam:ListUsers", "iam:ListRoles"));
    const Policy = allow("iam:ListUsers", "iam:ListGroups");
    const output = assume(cloud, who, { Policy });
    assert.ok((output.PackedPolicySize ?? 0) > 0);
    const worker = holder(output);
    cloud.call(worker, "iam:ListUsers", {});
    assert.match(cloud.refusal(worker, "iam:ListRoles", {}).message, /because no session policy allows/);
    assert.equal(cloud.refusal(worker, "iam:ListGroups", {}).code, "AccessDenied");
  });

  it("by ARN add up, are read at every call, and deny once they are deleted", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann", allow("sts:*"));
    role(cloud, "Worker", allow("iam:List*"));
    const own = { PolicyName: "P", PolicyDocument: allow("iam:ListUsers") };
    cloud.call(cloud.root(), "iam:CreatePolicy", own);
    const arn = "arn:aws:iam::123456789012:policy/P";
    const worker = holder(assume(cloud, who, { PolicyArns: [{ arn }], Policy: allow("iam:ListRoles") }));
    cloud.call(worker, "iam:ListUsers", {});
    cloud.call(worker, "iam:ListRoles", {});
    cloud.call(cloud.root(), "iam:CreatePolicyVersion", {
      PolicyArn: arn,
      PolicyDocument: allow("iam:ListGroups"),
      SetAsDefault: true,
    });
    assert.equal(cloud.refusal(worker, "iam:ListUsers", {}).code, "AccessDenied");
    cloud.call(worker, "iam:ListGroups", {});
    cloud.call(cloud.root(), "iam:DeletePolicyVersion", { PolicyArn: arn, VersionId: "v1" });
    cloud.call(cloud.root(), "iam:DeletePolicy", { PolicyArn: arn });
    assert.equal(cloud.refusal(worker, "iam:ListGroups", {}).code, "AccessDenied");
    assert.equal(cloud.refusal(worker, "iam:ListRoles", {}).code, "AccessDenied");
  });

  it("are refused where they are malformed, too long, too many or not there", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann", allow("sts:*"));
    role(cloud, "Worker");
    assert.equal(refusal(cloud, who, { Policy: "{" }).code, "MalformedPolicyDocument");
    assert.deepEqual(refusal(cloud, who, { Policy: " ".repeat(2049) }), {
      code: "ValidationError",
      message:
        "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048",
    });
    const arns = (count: number) =>
      Array.from({ length: count }, () => ({ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }));
    assume(cloud, who, { PolicyArns: arns(10) });
    assert.equal(refusal(cloud, who, { PolicyArns: arns(11) }).code, "ValidationError");
    const none = "arn:aws:iam::123456789012:policy/None";
    assert.equal(refusal(cloud, who, { PolicyArns: [{ arn: none }] }).code, "InvalidParameterValue");
  });

  it("and tags together must fit the token", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann", allow(...both));
    role(cloud, "Worker", undefined, trust({ AWS: home }, { Action: both }));
    const Tags = Array.from({ length: 20 }, (_, at) => ({ Key: `k${at}`, Value: "x".repeat(200) }));
    const refused = refusal(cloud, who, { Tags });
    assert.equal(refused.code, "PackedPolicyTooLarge");
    assert.match(refused.message, /^Packed size of session tags consumes 1\d\d% of allotted space\.$/);
    assert.match(
      refusal(cloud, who, { Tags, Policy: allow("*") }).message,
      /^Packed policy consumes 1\d\d% of allotted space, please use smaller policy\.$/,
    );
  });
});

describe("session tags", () => {
  const tag = (Key: string, Value: string) => ({ Key, Value });

  it("need sts:TagSession from trust and caller, and are the session's principal tags", () => {
    const cloud = newCloud();
    const own = document({
      Action: "iam:ListUsers",
      Condition: { StringEquals: { "aws:PrincipalTag/team": "blue" } },
    });
    role(cloud, "Worker", own);
    const Tags = [tag("Team", "blue")];
    const who = person(cloud, "Ann", allow("sts:*"));
    assert.deepEqual(refusal(cloud, who, { Tags }), denied(ann, "sts:TagSession"));
    const retrust = (Condition?: Record<string, Record<string, unknown>>) =>
      cloud.call(cloud.root(), "iam:UpdateAssumeRolePolicy", {
        RoleName: "Worker",
        PolicyDocument: trust({ AWS: home }, { Action: both, ...(Condition && { Condition }) }),
      });
    retrust();
    cloud.call(holder(assume(cloud, who, { Tags })), "iam:ListUsers", {});
    assert.equal(cloud.refusal(holder(assume(cloud, who)), "iam:ListUsers", {}).code, "AccessDenied");
    retrust({ StringEquals: { "aws:RequestTag/team": "blue" } });
    assume(cloud, who, { Tags });
    assert.deepEqual(refusal(cloud, who, { Tags: [tag("team", "red")] }), denied(ann));
    const bob = person(cloud, "Bob", allow("sts:AssumeRole"));
    assert.equal(refusal(cloud, bob, { Tags }).code, "AccessDenied");
  });

  it("override the role's tags without regard to case", () => {
    const cloud = newCloud();
    const blue = { StringEquals: { "aws:PrincipalTag/team": "blue" } };
    role(
      cloud,
      "Worker",
      document({ Action: "iam:ListUsers", Condition: blue }),
      trust({ AWS: home }, { Action: both }),
    );
    cloud.call(cloud.root(), "iam:TagRole", { RoleName: "Worker", Tags: [tag("team", "blue")] });
    const who = person(cloud, "Ann", allow("sts:*"));
    cloud.call(holder(assume(cloud, who)), "iam:ListUsers", {});
    const red = holder(assume(cloud, who, { Tags: [tag("TEAM", "red")] }));
    assert.equal(cloud.refusal(red, "iam:ListUsers", {}).code, "AccessDenied");
  });

  it("go along the chain where they are transitive, and cannot be set again there", () => {
    const cloud = newCloud();
    const open = trust({ AWS: home }, { Action: both });
    role(cloud, "First", allow("sts:*"), open);
    const blue = { StringEquals: { "aws:PrincipalTag/team": "blue" } };
    role(cloud, "Worker", document({ Action: "iam:ListUsers", Condition: blue }), open);
    const who = person(cloud, "Ann", allow("sts:*"));
    const first = holder(
      assume(cloud, who, {
        RoleArn: arnOf("First"),
        Tags: [tag("team", "blue"), tag("env", "test")],
        TransitiveTagKeys: ["TEAM"],
      }),
    );
    cloud.call(holder(assume(cloud, first)), "iam:ListUsers", {});
    const conflict = {
      code: "InvalidParameterValue",
      message:
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    };
    assert.deepEqual(refusal(cloud, first, { Tags: [tag("Team", "red")] }), conflict);
    assume(cloud, first, { Tags: [tag("env", "prod")] });
  });

  it("are refused where they are doubled, reserved or transitive without being passed", () => {
    const cloud = newCloud();
    role(cloud, "Worker", undefined, trust({ AWS: home }, { Action: both }));
    const who = person(cloud, "Ann", allow("sts:*"));
    assert.deepEqual(refusal(cloud, who, { Tags: [tag("a", "1"), tag("A", "2")] }), {
      code: "InvalidParameterValue",
      message: "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    });
    assert.deepEqual(refusal(cloud, who, { Tags: [tag("a", "1")], TransitiveTagKeys: ["b"] }), {
      code: "InvalidParameterValue",
      message: "The specified transitive tag key must be included in the requested tags.",
    });
    assert.equal(refusal(cloud, who, { Tags: [tag("aws:a", "1")] }).code, "InvalidParameterValue");
  });
});

describe("a source identity", () => {
  it("needs sts:SetSourceIdentity, stays through the chain and cannot change", () => {
    const cloud = newCloud();
    const open = trust({ AWS: home }, { Action: both });
    role(cloud, "First", allow("sts:*"), open);
    const sees = { StringEquals: { "aws:SourceIdentity": "Ann" } };
    role(cloud, "Worker", document({ Action: "iam:ListUsers", Condition: sees }), open);
    role(cloud, "Plain");
    const who = person(cloud, "Ann", allow("sts:*"));
    const SourceIdentity = "Ann";
    assert.deepEqual(
      refusal(cloud, who, { RoleArn: arnOf("Plain"), SourceIdentity }),
      denied(ann, "sts:SetSourceIdentity", arnOf("Plain")),
    );
    const output = assume(cloud, who, { RoleArn: arnOf("First"), SourceIdentity });
    assert.equal(output.SourceIdentity, "Ann");
    const first = holder(output);
    const chained = assume(cloud, first);
    assert.equal(chained.SourceIdentity, "Ann");
    cloud.call(holder(chained), "iam:ListUsers", {});
    const session = "arn:aws:sts::123456789012:assumed-role/First/job";
    assert.deepEqual(
      refusal(cloud, first, { SourceIdentity: "Bob" }),
      denied(session, "sts:SetSourceIdentity"),
    );
    assert.deepEqual(
      refusal(cloud, first, { RoleArn: arnOf("Plain") }),
      denied(session, "sts:SetSourceIdentity", arnOf("Plain")),
    );
  });

  it("may not look like one of AWS's", () => {
    const cloud = newCloud();
    role(cloud, "Worker", undefined, trust({ AWS: home }, { Action: both }));
    const who = person(cloud, "Ann", allow("sts:*"));
    assert.equal(refusal(cloud, who, { SourceIdentity: "aws:Ann" }).code, "ValidationError");
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
