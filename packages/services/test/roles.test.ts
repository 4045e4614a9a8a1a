import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { newCloud, start } from "./harness.ts";
import { allow, document, person, role, trust } from "./people.ts";

const ec2 = trust({ Service: "ec2.amazonaws.com" });
const absent = (name: string) => ({
  code: "NoSuchEntity",
  message: `The role with name ${name} cannot be found.`,
});

describe("creating a role", () => {
  it("answers without description and session duration, which GetRole and ListRoles show", () => {
    const cloud = newCloud();
    const root = cloud.root();
    const { Role } = cloud.call(root, "iam:CreateRole", {
      RoleName: "Worker",
      Path: "/jobs/",
      AssumeRolePolicyDocument: ec2,
      Description: "works",
      MaxSessionDuration: 7200,
      Tags: [{ Key: "team", Value: "blue" }],
      PermissionsBoundary: "arn:aws:iam::aws:policy/ReadOnlyAccess",
    });
    const common = {
      Path: "/jobs/",
      RoleName: "Worker",
      RoleId: Role.RoleId,
      Arn: "arn:aws:iam::123456789012:role/jobs/Worker",
      CreateDate: start,
      AssumeRolePolicyDocument: ec2,
    };
    const more = {
      PermissionsBoundary: {
        PermissionsBoundaryType: "Policy",
        PermissionsBoundaryArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
      },
      Tags: [{ Key: "team", Value: "blue" }],
    };
    assert.match(Role.RoleId, /^AROA[A-Z2-7]{17}$/);
    assert.deepEqual(Role, { ...common, ...more });
    assert.deepEqual(cloud.call(root, "iam:GetRole", { RoleName: "WORKER" }).Role, {
      ...common,
      ...more,
      Description: "works",
      MaxSessionDuration: 7200,
    });
    assert.deepEqual(cloud.call(root, "iam:ListRoles", { PathPrefix: "/jobs/" }).Roles, [
      { ...common, Description: "works", MaxSessionDuration: 7200 },
    ]);
  });

  it("gives an hour where no session duration is asked for", () => {
    const cloud = newCloud();
    role(cloud, "Worker");
    assert.equal(
      cloud.call(cloud.root(), "iam:GetRole", { RoleName: "Worker" }).Role.MaxSessionDuration,
      3600,
    );
  });

  it("refuses a name that differs only in case", () => {
    const cloud = newCloud();
    role(cloud, "Worker");
    assert.deepEqual(
      cloud.refusal(cloud.root(), "iam:CreateRole", { RoleName: "worker", AssumeRolePolicyDocument: ec2 }),
      { code: "EntityAlreadyExists", message: "Role with name worker already exists." },
    );
  });

  it("leaves the path of service-linked roles to services", () => {
    const cloud = newCloud();
    assert.equal(
      cloud.refusal(cloud.root(), "iam:CreateRole", {
        RoleName: "AWSServiceRoleForX",
        Path: "/aws-service-role/x.amazonaws.com/",
        AssumeRolePolicyDocument: ec2,
      }).code,
      "InvalidInput",
    );
  });

  it("keeps the document byte for byte", () => {
    const cloud = newCloud();
    const spaced = `${ec2.replaceAll(",", " ,\n\t")}\r\n `;
    cloud.call(cloud.root(), "iam:CreateRole", { RoleName: "Worker", AssumeRolePolicyDocument: spaced });
    const { Role } = cloud.call(cloud.root(), "iam:GetRole", { RoleName: "Worker" });
    assert.equal(Role.AssumeRolePolicyDocument, spaced);
  });

  it("refuses more roles than the quota", () => {
    const cloud = newCloud();
    for (let at = 0; at < 1000; at++) {
      cloud.call(cloud.root(), "iam:CreateRole", { RoleName: `r${at}`, AssumeRolePolicyDocument: ec2 });
    }
    assert.deepEqual(
      cloud.refusal(cloud.root(), "iam:CreateRole", { RoleName: "more", AssumeRolePolicyDocument: ec2 }),
      { code: "LimitExceeded", message: "Cannot exceed quota for RolesPerAccount: 1000" },
    );
  });
});

describe("updating a role", () => {
  it("keeps what is not named", () => {
    const cloud = newCloud();
    const root = cloud.root();
    role(cloud, "Worker");
    const Worker = { RoleName: "Worker" };
    cloud.call(root, "iam:UpdateRole", { ...Worker, Description: "works", MaxSessionDuration: 7200 });
    cloud.call(root, "iam:UpdateRole", Worker);
    const { Role } = cloud.call(root, "iam:GetRole", Worker);
    assert.deepEqual([Role.Description, Role.MaxSessionDuration], ["works", 7200]);
    const updated = cloud.call(root, "iam:UpdateRoleDescription", { ...Worker, Description: "rests" });
    assert.deepEqual(updated.Role, {
      Path: "/",
      RoleName: "Worker",
      RoleId: Role.RoleId,
      Arn: Role.Arn,
      CreateDate: start,
      AssumeRolePolicyDocument: Role.AssumeRolePolicyDocument,
      Description: "rests",
    });
    assert.deepEqual(cloud.refusal(root, "iam:UpdateRole", { RoleName: "None" }), absent("None"));
  });
});

describe("deleting a role", () => {
  it("is refused while it is in an instance profile or has policies", () => {
    const cloud = newCloud();
    const root = cloud.root();
    const Worker = { RoleName: "Worker" };
    const Machine = { InstanceProfileName: "Machine" };
    const policy = { ...Worker, PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
    role(cloud, "Worker", allow("s3:*"));
    cloud.call(root, "iam:CreateInstanceProfile", Machine);
    cloud.call(root, "iam:AddRoleToInstanceProfile", { ...Machine, ...Worker });
    cloud.call(root, "iam:AttachRolePolicy", policy);
    const refused = (what: string) =>
      assert.deepEqual(cloud.refusal(root, "iam:DeleteRole", Worker), {
        code: "DeleteConflict",
        message: `Cannot delete entity, must ${what} first.`,
      });
    refused("remove roles from instance profile");
    cloud.call(root, "iam:RemoveRoleFromInstanceProfile", { ...Machine, ...Worker });
    refused("detach all policies");
    cloud.call(root, "iam:DetachRolePolicy", policy);
    refused("delete policies");
    cloud.call(root, "iam:DeleteRolePolicy", { ...Worker, PolicyName: "own" });
    cloud.call(root, "iam:DeleteRole", Worker);
    assert.deepEqual(cloud.refusal(root, "iam:DeleteRole", Worker), absent("Worker"));
  });
});

describe("a service-linked role", () => {
  it("is changed by nobody, but for its description and tags", () => {
    const cloud = newCloud();
    const root = cloud.root();
    role(cloud, "Linked");
    const made = cloud.state().indexes.rolesByName.get("linked");
    assert.ok(made);
    cloud.put("123456789012", { ...made, path: "/aws-service-role/x.amazonaws.com/" });
    const Linked = { RoleName: "Linked" };
    const PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    cloud.call(root, "iam:CreateInstanceProfile", { InstanceProfileName: "Machine" });
    const refused = {
      code: "UnmodifiableEntity",
      message:
        "Cannot perform the operation on the protected role 'Linked' - this role is only modifiable by AWS",
    };
    assert.deepEqual(cloud.refusal(root, "iam:DeleteRole", Linked), refused);
    assert.deepEqual(cloud.refusal(root, "iam:UpdateRole", { ...Linked, MaxSessionDuration: 7200 }), {
      code: "UnmodifiableEntity",
      message: "Linked is an AWS service linked role, max session duration cannot be changed.",
    });
    cloud.call(root, "iam:UpdateRole", { ...Linked, Description: "of a service" });
    assert.equal(cloud.call(root, "iam:GetRole", Linked).Role.Description, "of a service");
    assert.deepEqual(cloud.refusal(root, "iam:AttachRolePolicy", { ...Linked, PolicyArn }), refused);
    assert.deepEqual(cloud.refusal(root, "iam:DetachRolePolicy", { ...Linked, PolicyArn }), refused);
    assert.deepEqual(
      cloud.refusal(root, "iam:UpdateAssumeRolePolicy", { ...Linked, PolicyDocument: ec2 }),
      refused,
    );
    assert.deepEqual(
      cloud.refusal(root, "iam:PutRolePolicy", { ...Linked, PolicyName: "p", PolicyDocument: allow("*") }),
      refused,
    );
    assert.deepEqual(cloud.refusal(root, "iam:DeleteRolePolicy", { ...Linked, PolicyName: "p" }), refused);
    assert.deepEqual(
      cloud.refusal(root, "iam:PutRolePermissionsBoundary", { ...Linked, PermissionsBoundary: PolicyArn }),
      refused,
    );
    assert.deepEqual(cloud.refusal(root, "iam:DeleteRolePermissionsBoundary", Linked), refused);
    assert.deepEqual(
      cloud.refusal(root, "iam:AddRoleToInstanceProfile", { InstanceProfileName: "Machine", ...Linked }),
      refused,
    );
    cloud.call(root, "iam:UpdateRoleDescription", { ...Linked, Description: "new" });
  });
});

describe("conditions on roles", () => {
  it("see the tags of the role and the boundary it has", () => {
    const cloud = newCloud();
    const root = cloud.root();
    const bob = person(
      cloud,
      "Bob",
      document({ Action: "iam:*", Condition: { StringEquals: { "aws:ResourceTag/Team": "blue" } } }),
    );
    role(cloud, "Worker");
    assert.equal(cloud.refusal(bob, "iam:GetRole", { RoleName: "Worker" }).code, "AccessDenied");
    cloud.call(root, "iam:TagRole", { RoleName: "Worker", Tags: [{ Key: "team", Value: "blue" }] });
    cloud.call(bob, "iam:GetRole", { RoleName: "Worker" });
    const only = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    const cid = person(
      cloud,
      "Cid",
      document({ Action: "iam:*", Condition: { ArnEquals: { "iam:PermissionsBoundary": only } } }),
    );
    assert.equal(cloud.refusal(cid, "iam:DeleteRole", { RoleName: "Worker" }).code, "AccessDenied");
    cloud.call(cid, "iam:PutRolePermissionsBoundary", { RoleName: "Worker", PermissionsBoundary: only });
    cloud.call(cid, "iam:DeleteRole", { RoleName: "Worker" });
    cloud.call(cid, "iam:CreateRole", {
      RoleName: "New",
      AssumeRolePolicyDocument: ec2,
      PermissionsBoundary: only,
    });
    assert.equal(
      cloud.refusal(cid, "iam:CreateRole", { RoleName: "Free", AssumeRolePolicyDocument: ec2 }).code,
      "AccessDenied",
    );
  });

  it("see the policy that is attached", () => {
    const cloud = newCloud();
    role(cloud, "Worker");
    const allowed = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    const bob = person(
      cloud,
      "Bob",
      document({ Action: "iam:*RolePolicy", Condition: { ArnEquals: { "iam:PolicyARN": allowed } } }),
    );
    cloud.call(bob, "iam:AttachRolePolicy", { RoleName: "Worker", PolicyArn: allowed });
    cloud.call(bob, "iam:DetachRolePolicy", { RoleName: "Worker", PolicyArn: allowed });
    assert.equal(
      cloud.refusal(bob, "iam:AttachRolePolicy", {
        RoleName: "Worker",
        PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
      }).code,
      "AccessDenied",
    );
  });
});
