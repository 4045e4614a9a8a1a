import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { home, newCloud, start } from "./harness.ts";
import { allow, document, person } from "./people.ts";

const absent = (name: string) => ({
  code: "NoSuchEntity",
  message: `The user with name ${name} cannot be found.`,
});
const taken = (name: string) => ({
  code: "EntityAlreadyExists",
  message: `User with name ${name} already exists.`,
});

describe("creating a user", () => {
  it("answers with what was made, on the path / unless another is given", () => {
    const cloud = newCloud();
    const { User } = cloud.call(cloud.root(), "iam:CreateUser", { UserName: "Ann" });
    assert.deepEqual(User, {
      Path: "/",
      UserName: "Ann",
      UserId: User?.UserId,
      Arn: "arn:aws:iam::123456789012:user/Ann",
      CreateDate: start,
    });
    assert.match(User?.UserId ?? "", /^AIDA[A-Z2-7]{17}$/);
  });

  it("answers with tags and boundary where they were given; lists show neither", () => {
    const cloud = newCloud();
    const root = cloud.root();
    const Tags = [{ Key: "Team", Value: "blue" }];
    const boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    const { User } = cloud.call(root, "iam:CreateUser", {
      UserName: "Ann",
      Tags,
      PermissionsBoundary: boundary,
    });
    assert.deepEqual(User?.Tags, Tags);
    assert.deepEqual(User?.PermissionsBoundary, {
      PermissionsBoundaryType: "Policy",
      PermissionsBoundaryArn: boundary,
    });
    assert.deepEqual(cloud.call(root, "iam:GetUser", { UserName: "Ann" }).User, User);
    const [listed] = cloud.call(root, "iam:ListUsers", {}).Users;
    const { Tags: _, PermissionsBoundary: __, ...rest } = User ?? {};
    assert.deepEqual(listed, rest);
  });

  it("refuses a name that differs only in case, on whatever path", () => {
    const cloud = newCloud();
    cloud.call(cloud.root(), "iam:CreateUser", { UserName: "Ann" });
    assert.deepEqual(
      cloud.refusal(cloud.root(), "iam:CreateUser", { UserName: "ANN", Path: "/x/" }),
      taken("ANN"),
    );
  });

  it("gives a name that is made again another unique id", () => {
    const cloud = newCloud();
    const make = () => cloud.call(cloud.root(), "iam:CreateUser", { UserName: "Ann" }).User?.UserId;
    const first = make();
    cloud.call(cloud.root(), "iam:DeleteUser", { UserName: "Ann" });
    assert.notEqual(make(), first);
  });

  it("refuses more users than the quota", () => {
    const cloud = newCloud();
    cloud.put(
      home,
      ...Array.from({ length: 5000 }, (_, at) => ({
        kind: "user" as const,
        id: `AIDA${at}`,
        name: `u${at}`,
        path: "/",
        created: 0,
        tags: [],
        groups: [],
        attached: [],
        inline: [],
      })),
    );
    assert.deepEqual(cloud.refusal(cloud.root(), "iam:CreateUser", { UserName: "Ann" }), {
      code: "LimitExceeded",
      message: "Cannot exceed quota for UsersPerAccount: 5000",
    });
  });

  it("refuses a boundary that is no policy, or no policy that is there", () => {
    const cloud = newCloud();
    const create = (arn: string) =>
      cloud.refusal(cloud.root(), "iam:CreateUser", { UserName: "Ann", PermissionsBoundary: arn });
    assert.deepEqual(create("arn:aws:iam::123456789012:not_a_policy/invalid"), {
      code: "InvalidInput",
      message: "ARN arn:aws:iam::123456789012:not_a_policy/invalid is not valid.",
    });
    assert.deepEqual(create("arn:aws:iam::123456789012:policy/None"), {
      code: "NoSuchEntity",
      message: "Scope ARN: arn:aws:iam::123456789012:policy/None does not exist or is not attachable.",
    });
  });
});

describe("reading a user", () => {
  it("finds the name in any case and answers with the name as it was created", () => {
    const cloud = newCloud();
    cloud.call(cloud.root(), "iam:CreateUser", { UserName: "Ann" });
    assert.equal(cloud.call(cloud.root(), "iam:GetUser", { UserName: "aNN" }).User.UserName, "Ann");
    assert.deepEqual(cloud.refusal(cloud.root(), "iam:GetUser", { UserName: "Bea" }), absent("Bea"));
  });

  it("without a name means the caller", () => {
    const cloud = newCloud();
    const ann = person(cloud, "Ann", allow("iam:GetUser"));
    assert.equal(cloud.call(ann, "iam:GetUser", {}).User.UserName, "Ann");
  });

  it("without a name is permitted by a policy on the caller's own ARN", () => {
    const cloud = newCloud();
    const self = "arn:aws:iam::123456789012:user/$" + "{aws:username}";
    const ann = person(cloud, "Ann", document({ Action: "iam:GetUser", Resource: self }));
    person(cloud, "Bea");
    assert.equal(cloud.call(ann, "iam:GetUser", {}).User.UserName, "Ann");
    assert.equal(cloud.refusal(ann, "iam:GetUser", { UserName: "Bea" }).code, "AccessDenied");
  });

  it("without a name shows root as neither name nor path", () => {
    const cloud = newCloud();
    assert.deepEqual(cloud.call(cloud.root(), "iam:GetUser", {}).User as unknown, {
      UserId: home,
      Arn: "arn:aws:iam::123456789012:root",
      CreateDate: start,
    });
  });
});

describe("updating a user", () => {
  it("renames and moves it; id, keys, groups and policies stay", () => {
    const cloud = newCloud();
    const root = cloud.root();
    const ann = person(cloud, "Ann", allow("sts:GetAccessKeyInfo", "iam:GetUser"));
    const before = cloud.call(ann, "sts:GetCallerIdentity");
    cloud.call(root, "iam:CreateGroup", { GroupName: "Readers" });
    cloud.call(root, "iam:AddUserToGroup", { GroupName: "Readers", UserName: "Ann" });
    cloud.call(root, "iam:UpdateUser", { UserName: "ann", NewUserName: "Bea", NewPath: "/b/" });
    assert.deepEqual(cloud.call(ann, "sts:GetCallerIdentity"), {
      ...before,
      Arn: "arn:aws:iam::123456789012:user/b/Bea",
    });
    assert.equal(cloud.call(ann, "iam:GetUser", {}).User.UserName, "Bea");
    assert.deepEqual(
      cloud.call(root, "iam:ListAccessKeys", { UserName: "Bea" }).AccessKeyMetadata[0]?.UserName,
      "Bea",
    );
    assert.deepEqual(
      cloud.call(root, "iam:GetGroup", { GroupName: "Readers" }).Users.map((user) => user.UserName),
      ["Bea"],
    );
    assert.deepEqual(cloud.refusal(root, "iam:GetUser", { UserName: "Ann" }), absent("Ann"));
  });

  it("may change nothing but the case", () => {
    const cloud = newCloud();
    cloud.call(cloud.root(), "iam:CreateUser", { UserName: "ann" });
    cloud.call(cloud.root(), "iam:UpdateUser", { UserName: "ann", NewUserName: "ANN" });
    assert.equal(cloud.call(cloud.root(), "iam:GetUser", { UserName: "ann" }).User.UserName, "ANN");
  });

  it("without new values changes nothing", () => {
    const cloud = newCloud();
    const { User } = cloud.call(cloud.root(), "iam:CreateUser", { UserName: "Ann", Path: "/a/" });
    cloud.call(cloud.root(), "iam:UpdateUser", { UserName: "Ann" });
    assert.deepEqual(cloud.call(cloud.root(), "iam:GetUser", { UserName: "Ann" }).User, User);
  });

  it("refuses a name that another user has", () => {
    const cloud = newCloud();
    cloud.call(cloud.root(), "iam:CreateUser", { UserName: "Ann" });
    cloud.call(cloud.root(), "iam:CreateUser", { UserName: "Bea" });
    assert.deepEqual(
      cloud.refusal(cloud.root(), "iam:UpdateUser", { UserName: "Ann", NewUserName: "BEA" }),
      taken("BEA"),
    );
    assert.deepEqual(
      cloud.refusal(cloud.root(), "iam:UpdateUser", { UserName: "Cid", NewUserName: "Dora" }),
      absent("Cid"),
    );
  });

  it("needs permission on what the user becomes, too", () => {
    const cloud = newCloud();
    cloud.call(cloud.root(), "iam:CreateUser", { UserName: "Ann", Path: "/staff/" });
    const staff = "arn:aws:iam::123456789012:user/staff/*";
    const bob = person(cloud, "Bob", document({ Action: "iam:UpdateUser", Resource: staff }));
    cloud.call(bob, "iam:UpdateUser", { UserName: "Ann", NewUserName: "Bea" });
    assert.match(
      cloud.refusal(bob, "iam:UpdateUser", { UserName: "Bea", NewPath: "/admins/" }).message,
      /iam:UpdateUser on resource: arn:aws:iam::123456789012:user\/admins\/Bea because/,
    );
  });
});

describe("deleting a user", () => {
  it("is refused while something belongs to it, one kind at a time", () => {
    const cloud = newCloud();
    const root = cloud.root();
    const Ann = { UserName: "Ann" };
    const arn = { ...Ann, PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
    const { accessKeyId } = person(cloud, "Ann", allow("*"));
    cloud.call(root, "iam:AttachUserPolicy", arn);
    cloud.call(root, "iam:CreateGroup", { GroupName: "G" });
    cloud.call(root, "iam:AddUserToGroup", { GroupName: "G", ...Ann });
    const refusedUntil = (what: string, then: () => void) => {
      assert.deepEqual(cloud.refusal(root, "iam:DeleteUser", Ann), {
        code: "DeleteConflict",
        message: `Cannot delete entity, must ${what} first.`,
      });
      then();
    };
    refusedUntil("detach all policies", () => cloud.call(root, "iam:DetachUserPolicy", arn));
    refusedUntil("delete policies", () =>
      cloud.call(root, "iam:DeleteUserPolicy", { ...Ann, PolicyName: "own" }),
    );
    refusedUntil("delete access keys", () =>
      cloud.call(root, "iam:DeleteAccessKey", { ...Ann, AccessKeyId: accessKeyId }),
    );
    refusedUntil("remove users from group", () =>
      cloud.call(root, "iam:RemoveUserFromGroup", { GroupName: "G", ...Ann }),
    );
    cloud.call(root, "iam:DeleteUser", Ann);
    assert.deepEqual(cloud.refusal(root, "iam:DeleteUser", Ann), absent("Ann"));
  });

  it("takes tags and boundary along", () => {
    const cloud = newCloud();
    cloud.call(cloud.root(), "iam:CreateUser", {
      UserName: "Ann",
      Tags: [{ Key: "a", Value: "" }],
      PermissionsBoundary: "arn:aws:iam::aws:policy/ReadOnlyAccess",
    });
    cloud.call(cloud.root(), "iam:DeleteUser", { UserName: "Ann" });
  });
});

describe("listing users", () => {
  it("goes by name without case, and can be narrowed to a path", () => {
    const cloud = newCloud();
    const root = cloud.root();
    for (const [name, path] of [
      ["cid", "/a/"],
      ["Bea", "/a/b/"],
      ["ann", "/"],
    ] as const) {
      cloud.call(root, "iam:CreateUser", { UserName: name, Path: path });
    }
    const names = (PathPrefix?: string) =>
      cloud
        .call(root, "iam:ListUsers", PathPrefix === undefined ? {} : { PathPrefix })
        .Users.map((user) => user.UserName);
    assert.deepEqual(names(), ["ann", "Bea", "cid"]);
    assert.deepEqual(names("/a/"), ["Bea", "cid"]);
    assert.deepEqual(names("/a/b"), ["Bea"]);
    assert.deepEqual(names("/none/"), []);
  });
});
