import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ann, arnOf, assume, denied, openActions, refusal } from "./assuming.ts";
import { home, newCloud } from "./harness.ts";
import { allow, document, holder, person, role, trust } from "./people.ts";

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
        PolicyDocument: trust({ AWS: home }, { Action: openActions, ...(Condition && { Condition }) }),
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
      trust({ AWS: home }, { Action: openActions }),
    );
    cloud.call(cloud.root(), "iam:TagRole", { RoleName: "Worker", Tags: [tag("team", "blue")] });
    const who = person(cloud, "Ann", allow("sts:*"));
    cloud.call(holder(assume(cloud, who)), "iam:ListUsers", {});
    const red = holder(assume(cloud, who, { Tags: [tag("TEAM", "red")] }));
    assert.equal(cloud.refusal(red, "iam:ListUsers", {}).code, "AccessDenied");
  });

  it("go along the chain where they are transitive, and cannot be set again there", () => {
    const cloud = newCloud();
    const open = trust({ AWS: home }, { Action: openActions });
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
    role(cloud, "Worker", undefined, trust({ AWS: home }, { Action: openActions }));
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
    const open = trust({ AWS: home }, { Action: openActions });
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
    role(cloud, "Worker", undefined, trust({ AWS: home }, { Action: openActions }));
    const who = person(cloud, "Ann", allow("sts:*"));
    assert.equal(refusal(cloud, who, { SourceIdentity: "aws:Ann" }).code, "ValidationError");
  });
});
