import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { newCloud, start } from "./harness.ts";
import { allow, document, person } from "./people.ts";

const absent = (name: string) => ({
  code: "NoSuchEntity",
  message: `The group with name ${name} cannot be found.`,
});

describe("groups", () => {
  it("are created, read and listed by name and path", () => {
    const cloud = newCloud();
    const root = cloud.root();
    const { Group } = cloud.call(root, "iam:CreateGroup", { GroupName: "Readers", Path: "/a/" });
    assert.deepEqual(Group, {
      Path: "/a/",
      GroupName: "Readers",
      GroupId: Group.GroupId,
      Arn: "arn:aws:iam::123456789012:group/a/Readers",
      CreateDate: start,
    });
    assert.match(Group.GroupId, /^AGPA[A-Z2-7]{17}$/);
    assert.deepEqual(cloud.call(root, "iam:GetGroup", { GroupName: "readers" }), {
      Group,
      Users: [],
      IsTruncated: false,
    });
    assert.deepEqual(cloud.call(root, "iam:ListGroups", { PathPrefix: "/b/" }).Groups, []);
    assert.deepEqual(cloud.call(root, "iam:ListGroups", { PathPrefix: "/a" }).Groups, [Group]);
  });

  it("have names that are unique without case", () => {
    const cloud = newCloud();
    cloud.call(cloud.root(), "iam:CreateGroup", { GroupName: "Readers" });
    assert.deepEqual(cloud.refusal(cloud.root(), "iam:CreateGroup", { GroupName: "READERS" }), {
      code: "EntityAlreadyExists",
      message: "Group with name READERS already exists.",
    });
  });

  it("are 300 at most", () => {
    const cloud = newCloud();
    for (let at = 0; at < 300; at++) {
      cloud.call(cloud.root(), "iam:CreateGroup", { GroupName: `g${at}` });
    }
    assert.deepEqual(cloud.refusal(cloud.root(), "iam:CreateGroup", { GroupName: "more" }), {
      code: "LimitExceeded",
      message: "Cannot exceed quota for GroupsPerAccount: 300",
    });
  });

  it("keep their members and policies through a new name and path", () => {
    const cloud = newCloud();
    const root = cloud.root();
    const ann = person(cloud, "Ann");
    cloud.call(root, "iam:CreateGroup", { GroupName: "Readers" });
    cloud.call(root, "iam:AddUserToGroup", { GroupName: "Readers", UserName: "Ann" });
    cloud.call(root, "iam:PutGroupPolicy", {
      GroupName: "Readers",
      PolicyName: "p",
      PolicyDocument: allow("iam:ListUsers"),
    });
    cloud.call(root, "iam:UpdateGroup", { GroupName: "Readers", NewGroupName: "READERS", NewPath: "/x/" });
    cloud.call(ann, "iam:ListUsers", {});
    const { Group, Users } = cloud.call(root, "iam:GetGroup", { GroupName: "readers" });
    assert.equal(Group.Arn, "arn:aws:iam::123456789012:group/x/READERS");
    assert.deepEqual(
      Users.map((user) => user.UserName),
      ["Ann"],
    );
    assert.deepEqual(cloud.refusal(root, "iam:UpdateGroup", { GroupName: "none" }), absent("none"));
    cloud.call(root, "iam:CreateGroup", { GroupName: "Other" });
    assert.deepEqual(
      cloud.refusal(root, "iam:UpdateGroup", { GroupName: "Other", NewGroupName: "Readers" }),
      { code: "EntityAlreadyExists", message: "Group with name Readers already exists." },
    );
  });

  it("need permission on what they become", () => {
    const cloud = newCloud();
    cloud.call(cloud.root(), "iam:CreateGroup", { GroupName: "A" });
    const bob = person(
      cloud,
      "Bob",
      document({ Action: "iam:UpdateGroup", Resource: "arn:aws:iam::123456789012:group/A" }),
    );
    assert.match(
      cloud.refusal(bob, "iam:UpdateGroup", { GroupName: "A", NewGroupName: "Admins" }).message,
      /group\/Admins because/,
    );
  });

  it("are deleted once nobody and nothing is in them", () => {
    const cloud = newCloud();
    const root = cloud.root();
    const G = { GroupName: "G" };
    const policy = { ...G, PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
    cloud.call(root, "iam:CreateUser", { UserName: "Ann" });
    cloud.call(root, "iam:CreateGroup", G);
    cloud.call(root, "iam:AddUserToGroup", { ...G, UserName: "Ann" });
    cloud.call(root, "iam:AttachGroupPolicy", policy);
    cloud.call(root, "iam:PutGroupPolicy", { ...G, PolicyName: "p", PolicyDocument: allow("s3:*") });
    const refused = (what: string) =>
      assert.deepEqual(cloud.refusal(root, "iam:DeleteGroup", G), {
        code: "DeleteConflict",
        message: `Cannot delete entity, must ${what} first.`,
      });
    refused("remove users from group");
    cloud.call(root, "iam:RemoveUserFromGroup", { ...G, UserName: "Ann" });
    refused("detach all policies");
    cloud.call(root, "iam:DetachGroupPolicy", policy);
    refused("delete policies");
    cloud.call(root, "iam:DeleteGroupPolicy", { ...G, PolicyName: "p" });
    cloud.call(root, "iam:DeleteGroup", G);
    assert.deepEqual(cloud.refusal(root, "iam:DeleteGroup", G), absent("G"));
  });
});

describe("membership", () => {
  it("may be given and taken twice", () => {
    const cloud = newCloud();
    const root = cloud.root();
    cloud.call(root, "iam:CreateUser", { UserName: "Ann" });
    cloud.call(root, "iam:CreateGroup", { GroupName: "G" });
    const both = { GroupName: "g", UserName: "ANN" };
    const groups = () =>
      cloud.call(root, "iam:ListGroupsForUser", { UserName: "Ann" }).Groups.map((group) => group.GroupName);
    cloud.call(root, "iam:AddUserToGroup", both);
    cloud.call(root, "iam:AddUserToGroup", both);
    assert.deepEqual(groups(), ["G"]);
    cloud.call(root, "iam:RemoveUserFromGroup", both);
    cloud.call(root, "iam:RemoveUserFromGroup", both);
    assert.deepEqual(groups(), []);
  });

  it("of or in what is not there is refused; the user is missed first", () => {
    const cloud = newCloud();
    const root = cloud.root();
    cloud.call(root, "iam:CreateUser", { UserName: "Ann" });
    for (const id of ["iam:AddUserToGroup", "iam:RemoveUserFromGroup"] as const) {
      assert.deepEqual(cloud.refusal(root, id, { GroupName: "G", UserName: "Ann" }), absent("G"));
      assert.deepEqual(cloud.refusal(root, id, { GroupName: "G", UserName: "Zoe" }), {
        code: "NoSuchEntity",
        message: "The user with name Zoe cannot be found.",
      });
    }
  });

  it("ends at ten groups for a user", () => {
    const cloud = newCloud();
    const root = cloud.root();
    cloud.call(root, "iam:CreateUser", { UserName: "Ann" });
    for (let at = 0; at < 11; at++) cloud.call(root, "iam:CreateGroup", { GroupName: `g${at}` });
    for (let at = 0; at < 10; at++) {
      cloud.call(root, "iam:AddUserToGroup", { GroupName: `g${at}`, UserName: "Ann" });
    }
    assert.deepEqual(cloud.refusal(root, "iam:AddUserToGroup", { GroupName: "g10", UserName: "Ann" }), {
      code: "LimitExceeded",
      message: "Cannot exceed quota for GroupsPerUser: 10",
    });
  });

  it("gives what the group is given, until it ends", () => {
    const cloud = newCloud();
    const root = cloud.root();
    const ann = person(cloud, "Ann");
    cloud.call(root, "iam:CreateGroup", { GroupName: "G" });
    cloud.call(root, "iam:AttachGroupPolicy", {
      GroupName: "G",
      PolicyArn: "arn:aws:iam::aws:policy/IAMReadOnlyAccess",
    });
    assert.equal(cloud.refusal(ann, "iam:ListUsers", {}).code, "AccessDenied");
    cloud.call(root, "iam:AddUserToGroup", { GroupName: "G", UserName: "Ann" });
    cloud.call(ann, "iam:ListUsers", {});
    cloud.call(root, "iam:RemoveUserFromGroup", { GroupName: "G", UserName: "Ann" });
    assert.equal(cloud.refusal(ann, "iam:ListUsers", {}).code, "AccessDenied");
  });
});
