import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { newCloud, start } from "./harness.ts";
import { document, person, role } from "./people.ts";

const Machine = { InstanceProfileName: "Machine" };
const Worker = { RoleName: "Worker" };
const absent = { code: "NoSuchEntity", message: "Instance Profile Machine cannot be found." };

describe("instance profiles", () => {
  it("are created without a role and read with it", () => {
    const cloud = newCloud();
    const root = cloud.root();
    const { InstanceProfile } = cloud.call(root, "iam:CreateInstanceProfile", { ...Machine, Path: "/x/" });
    const form = {
      Path: "/x/",
      InstanceProfileName: "Machine",
      InstanceProfileId: InstanceProfile.InstanceProfileId,
      Arn: "arn:aws:iam::123456789012:instance-profile/x/Machine",
      CreateDate: start,
      Roles: [],
    };
    assert.match(form.InstanceProfileId, /^AIPA[A-Z2-7]{17}$/);
    assert.deepEqual(InstanceProfile, form);
    role(cloud, "Worker");
    cloud.call(root, "iam:AddRoleToInstanceProfile", { InstanceProfileName: "MACHINE", RoleName: "worker" });
    const { Role } = cloud.call(root, "iam:GetRole", Worker);
    const inside = {
      Path: "/",
      RoleName: "Worker",
      RoleId: Role.RoleId,
      Arn: Role.Arn,
      CreateDate: start,
      AssumeRolePolicyDocument: Role.AssumeRolePolicyDocument,
    };
    assert.deepEqual(cloud.call(root, "iam:GetInstanceProfile", Machine).InstanceProfile, {
      ...form,
      Roles: [inside],
      Tags: [],
    });
    const listed = [{ ...form, Roles: [inside] }];
    assert.deepEqual(
      cloud.call(root, "iam:ListInstanceProfiles", { PathPrefix: "/x/" }).InstanceProfiles,
      listed,
    );
    assert.deepEqual(
      cloud.call(root, "iam:ListInstanceProfiles", { PathPrefix: "/y/" }).InstanceProfiles,
      [],
    );
    assert.deepEqual(cloud.call(root, "iam:ListInstanceProfilesForRole", Worker).InstanceProfiles, listed);
  });

  it("have names that are unique without case", () => {
    const cloud = newCloud();
    cloud.call(cloud.root(), "iam:CreateInstanceProfile", Machine);
    assert.deepEqual(
      cloud.refusal(cloud.root(), "iam:CreateInstanceProfile", { InstanceProfileName: "machine" }),
      { code: "EntityAlreadyExists", message: "Instance Profile machine already exists." },
    );
  });

  it("hold one role", () => {
    const cloud = newCloud();
    const root = cloud.root();
    role(cloud, "Worker");
    role(cloud, "Other");
    cloud.call(root, "iam:CreateInstanceProfile", Machine);
    cloud.call(root, "iam:AddRoleToInstanceProfile", { ...Machine, ...Worker });
    for (const RoleName of ["Other", "Worker"]) {
      assert.deepEqual(cloud.refusal(root, "iam:AddRoleToInstanceProfile", { ...Machine, RoleName }), {
        code: "LimitExceeded",
        message: "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1",
      });
    }
    assert.deepEqual(
      cloud.refusal(root, "iam:RemoveRoleFromInstanceProfile", { ...Machine, RoleName: "Other" }),
      { code: "NoSuchEntity", message: "Role Other in Instance Profile Machine cannot be found." },
    );
  });

  it("are missed before their roles", () => {
    const cloud = newCloud();
    const both = { ...Machine, ...Worker };
    const root = cloud.root();
    for (const id of ["iam:AddRoleToInstanceProfile", "iam:RemoveRoleFromInstanceProfile"] as const) {
      assert.deepEqual(cloud.refusal(root, id, both), absent);
    }
    cloud.call(root, "iam:CreateInstanceProfile", Machine);
    assert.equal(
      cloud.refusal(root, "iam:AddRoleToInstanceProfile", both).message,
      "The role with name Worker cannot be found.",
    );
  });

  it("are deleted once their role is out", () => {
    const cloud = newCloud();
    const root = cloud.root();
    role(cloud, "Worker");
    cloud.call(root, "iam:CreateInstanceProfile", Machine);
    cloud.call(root, "iam:AddRoleToInstanceProfile", { ...Machine, ...Worker });
    assert.deepEqual(cloud.refusal(root, "iam:DeleteInstanceProfile", Machine), {
      code: "DeleteConflict",
      message: "Cannot delete entity, must remove roles from instance profile first.",
    });
    cloud.call(root, "iam:RemoveRoleFromInstanceProfile", { ...Machine, ...Worker });
    cloud.call(root, "iam:DeleteInstanceProfile", Machine);
    assert.deepEqual(cloud.refusal(root, "iam:DeleteInstanceProfile", Machine), absent);
  });
});

describe("handing a role to EC2", () => {
  const arn = "arn:aws:iam::123456789012:role/Worker";
  const add = { Action: "iam:AddRoleToInstanceProfile" };

  it("needs iam:PassRole on the role, for EC2", () => {
    const cloud = newCloud();
    role(cloud, "Worker");
    cloud.call(cloud.root(), "iam:CreateInstanceProfile", Machine);
    const passes = (service: string) => ({
      Action: "iam:PassRole",
      Resource: arn,
      Condition: { StringEquals: { "iam:PassedToService": service } },
    });
    const bob = person(cloud, "Bob", document(add));
    assert.deepEqual(cloud.refusal(bob, "iam:AddRoleToInstanceProfile", { ...Machine, ...Worker }), {
      code: "AccessDenied",
      message: `User: arn:aws:iam::123456789012:user/Bob is not authorized to perform: iam:PassRole on resource: ${arn} because no identity-based policy allows the iam:PassRole action`,
    });
    const cid = person(cloud, "Cid", document(add, passes("lambda.amazonaws.com")));
    assert.equal(
      cloud.refusal(cid, "iam:AddRoleToInstanceProfile", { ...Machine, ...Worker }).code,
      "AccessDenied",
    );
    const dora = person(cloud, "Dora", document(add, passes("ec2.amazonaws.com")));
    cloud.call(dora, "iam:AddRoleToInstanceProfile", { ...Machine, ...Worker });
  });
});
