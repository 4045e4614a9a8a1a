import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { InputOf } from "@portcullis/services";
import { type Cloud, home, newCloud } from "./harness.ts";
import { allow, role } from "./people.ts";
import { samlProvider } from "./saml-metadata.ts";

type Tags = InputOf<"iam:TagUser">["Tags"];

interface Kind {
  readonly name: string;
  readonly make: (cloud: Cloud) => void;
  readonly tag: (cloud: Cloud, Tags: Tags) => unknown;
  readonly refusal: (cloud: Cloud, Tags: Tags) => { readonly code: string; readonly message: string };
  readonly untag: (cloud: Cloud, TagKeys: readonly string[]) => unknown;
  readonly list: (cloud: Cloud) => Tags;
}

const user = { UserName: "Ann" };
const worker = { RoleName: "Worker" };
const policy = { PolicyArn: "arn:aws:iam::123456789012:policy/P" };
const profile = { InstanceProfileName: "Machine" };

const saml = { SAMLProviderArn: "arn:aws:iam::123456789012:saml-provider/Corp" };
const oidc = { OpenIDConnectProviderArn: "arn:aws:iam::123456789012:oidc-provider/idp.example.com" };

const withCase: readonly Kind[] = [
  {
    name: "a policy",
    make: (cloud) =>
      cloud.call(cloud.root(), "iam:CreatePolicy", { PolicyName: "P", PolicyDocument: allow("*") }),
    tag: (cloud, Tags) => cloud.call(cloud.root(), "iam:TagPolicy", { ...policy, Tags }),
    refusal: (cloud, Tags) => cloud.refusal(cloud.root(), "iam:TagPolicy", { ...policy, Tags }),
    untag: (cloud, TagKeys) => cloud.call(cloud.root(), "iam:UntagPolicy", { ...policy, TagKeys }),
    list: (cloud) => cloud.call(cloud.root(), "iam:ListPolicyTags", policy).Tags,
  },
  {
    name: "an instance profile",
    make: (cloud) => cloud.call(cloud.root(), "iam:CreateInstanceProfile", profile),
    tag: (cloud, Tags) => cloud.call(cloud.root(), "iam:TagInstanceProfile", { ...profile, Tags }),
    refusal: (cloud, Tags) => cloud.refusal(cloud.root(), "iam:TagInstanceProfile", { ...profile, Tags }),
    untag: (cloud, TagKeys) => cloud.call(cloud.root(), "iam:UntagInstanceProfile", { ...profile, TagKeys }),
    list: (cloud) => cloud.call(cloud.root(), "iam:ListInstanceProfileTags", profile).Tags,
  },
  {
    name: "an OpenID Connect provider",
    make: (cloud) =>
      cloud.call(cloud.root(), "iam:CreateOpenIDConnectProvider", { Url: "https://idp.example.com" }),
    tag: (cloud, Tags) => cloud.call(cloud.root(), "iam:TagOpenIDConnectProvider", { ...oidc, Tags }),
    refusal: (cloud, Tags) => cloud.refusal(cloud.root(), "iam:TagOpenIDConnectProvider", { ...oidc, Tags }),
    untag: (cloud, TagKeys) =>
      cloud.call(cloud.root(), "iam:UntagOpenIDConnectProvider", { ...oidc, TagKeys }),
    list: (cloud) => cloud.call(cloud.root(), "iam:ListOpenIDConnectProviderTags", oidc).Tags,
  },
  {
    name: "a SAML provider",
    make: (cloud) => cloud.put(home, samlProvider),
    tag: (cloud, Tags) => cloud.call(cloud.root(), "iam:TagSAMLProvider", { ...saml, Tags }),
    refusal: (cloud, Tags) => cloud.refusal(cloud.root(), "iam:TagSAMLProvider", { ...saml, Tags }),
    untag: (cloud, TagKeys) => cloud.call(cloud.root(), "iam:UntagSAMLProvider", { ...saml, TagKeys }),
    list: (cloud) => cloud.call(cloud.root(), "iam:ListSAMLProviderTags", saml).Tags,
  },
];
const withoutCase: readonly Kind[] = [
  {
    name: "a user",
    make: (cloud) => cloud.call(cloud.root(), "iam:CreateUser", user),
    tag: (cloud, Tags) => cloud.call(cloud.root(), "iam:TagUser", { ...user, Tags }),
    refusal: (cloud, Tags) => cloud.refusal(cloud.root(), "iam:TagUser", { ...user, Tags }),
    untag: (cloud, TagKeys) => cloud.call(cloud.root(), "iam:UntagUser", { ...user, TagKeys }),
    list: (cloud) => cloud.call(cloud.root(), "iam:ListUserTags", user).Tags,
  },
  {
    name: "a role",
    make: (cloud) => void role(cloud, "Worker"),
    tag: (cloud, Tags) => cloud.call(cloud.root(), "iam:TagRole", { ...worker, Tags }),
    refusal: (cloud, Tags) => cloud.refusal(cloud.root(), "iam:TagRole", { ...worker, Tags }),
    untag: (cloud, TagKeys) => cloud.call(cloud.root(), "iam:UntagRole", { ...worker, TagKeys }),
    list: (cloud) => cloud.call(cloud.root(), "iam:ListRoleTags", worker).Tags,
  },
];

const tag = (Key: string, Value = "") => ({ Key, Value });

for (const kind of [...withCase, ...withoutCase]) {
  describe(`tags of ${kind.name}`, () => {
    it("are given, changed, listed by key and taken", () => {
      const cloud = newCloud();
      kind.make(cloud);
      kind.tag(cloud, [tag("team", "blue"), tag("env", "test")]);
      kind.tag(cloud, [tag("team", "red")]);
      assert.deepEqual(kind.list(cloud), [tag("env", "test"), tag("team", "red")]);
      kind.untag(cloud, ["team", "never there"]);
      assert.deepEqual(kind.list(cloud), [tag("env", "test")]);
    });

    it("may be letters of any script, and empty values", () => {
      const cloud = newCloud();
      kind.make(cloud);
      kind.tag(cloud, [tag("équipe 部門")]);
      assert.deepEqual(kind.list(cloud), [tag("équipe 部門")]);
    });

    it("are 50 at most, and a value may still change then", () => {
      const cloud = newCloud();
      kind.make(cloud);
      kind.tag(
        cloud,
        Array.from({ length: 50 }, (_, at) => tag(`k${at}`)),
      );
      kind.tag(cloud, [tag("k0", "new")]);
      assert.deepEqual(kind.refusal(cloud, [tag("more")]), {
        code: "LimitExceeded",
        message: "The number of tags has reached the maximum limit.",
      });
    });

    it("may not begin with aws:", () => {
      const cloud = newCloud();
      kind.make(cloud);
      // Also where they are doubled besides.
      for (const keys of [["aws:team"], ["AWS:team"], ["aws:team", "aws:team"]])
        assert.deepEqual(
          kind.refusal(
            cloud,
            keys.map((key) => tag(key)),
          ),
          {
            code: "InvalidInput",
            message: "Tag keys beginning with aws: are reserved for system use.",
          },
        );
    });

    it("may not be doubled in one request", () => {
      const cloud = newCloud();
      kind.make(cloud);
      assert.equal(kind.refusal(cloud, [tag("a"), tag("a", "b")]).code, "InvalidInput");
      assert.deepEqual(kind.list(cloud), []);
    });
  });
}

for (const kind of withoutCase) {
  it(`the keys of ${kind.name}'s tags compare without case and keep the last one given`, () => {
    const cloud = newCloud();
    kind.make(cloud);
    kind.tag(cloud, [tag("team", "blue")]);
    kind.tag(cloud, [tag("TEAM", "red")]);
    assert.deepEqual(kind.list(cloud), [tag("TEAM", "red")]);
    assert.deepEqual(kind.refusal(cloud, [tag("a"), tag("A")]), {
      code: "InvalidInput",
      message: "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    });
    kind.untag(cloud, ["Team"]);
    assert.deepEqual(kind.list(cloud), []);
  });

  it(`an empty list gives ${kind.name} nothing, which is an error, and takes nothing, which is none`, () => {
    const cloud = newCloud();
    kind.make(cloud);
    assert.deepEqual(kind.refusal(cloud, []), {
      code: "InvalidInput",
      message: "Error occurred while validating input. ",
    });
    kind.untag(cloud, []);
  });
}

for (const kind of withCase) {
  it(`the keys of ${kind.name}'s tags compare with case`, () => {
    const cloud = newCloud();
    kind.make(cloud);
    kind.tag(cloud, [tag("a", "small"), tag("A", "big")]);
    assert.deepEqual(kind.list(cloud), [tag("A", "big"), tag("a", "small")]);
    kind.untag(cloud, ["a"]);
    assert.deepEqual(kind.list(cloud), [tag("A", "big")]);
    assert.equal(kind.refusal(cloud, [tag("b"), tag("b")]).message, "Duplicate tag keys found.");
  });

  it(`an empty list gives ${kind.name} nothing, which is an error`, () => {
    const cloud = newCloud();
    kind.make(cloud);
    assert.deepEqual(kind.refusal(cloud, []), {
      code: "InvalidInput",
      message: "The provided tag map must not be null/empty.",
    });
  });
}

describe("tags given on creation", () => {
  it("follow the same rules", () => {
    const cloud = newCloud();
    const doubled = { Tags: [tag("a"), tag("A")] };
    const root = cloud.root();
    assert.equal(cloud.refusal(root, "iam:CreateUser", { ...user, ...doubled }).code, "InvalidInput");
    cloud.call(root, "iam:CreateInstanceProfile", { ...profile, ...doubled });
    assert.deepEqual(cloud.call(root, "iam:GetInstanceProfile", profile).InstanceProfile.Tags, doubled.Tags);
  });
});
