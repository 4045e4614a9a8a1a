/** What an account is called, and what it asks of the services that it uses. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { home, newCloud, other } from "./harness.ts";
import { allow, person } from "./people.ts";

const alias = (AccountAlias: string) => ({ AccountAlias });

describe("an account alias", () => {
  const listed = (cloud: ReturnType<typeof newCloud>, account = home) =>
    cloud.call(cloud.root(account), "iam:ListAccountAliases", {});

  it("is listed from when it is created until it is deleted", () => {
    const cloud = newCloud();
    const root = cloud.root();
    assert.deepEqual(listed(cloud), { AccountAliases: [], IsTruncated: false });
    cloud.call(root, "iam:CreateAccountAlias", alias("example-corporation"));
    assert.deepEqual(listed(cloud), { AccountAliases: ["example-corporation"], IsTruncated: false });
    cloud.call(root, "iam:DeleteAccountAlias", alias("example-corporation"));
    assert.deepEqual(listed(cloud).AccountAliases, []);
  });

  it("takes the place of the one before, which is free again", () => {
    const cloud = newCloud();
    cloud.call(cloud.root(), "iam:CreateAccountAlias", alias("first"));
    cloud.call(cloud.root(), "iam:CreateAccountAlias", alias("second"));
    assert.deepEqual(listed(cloud).AccountAliases, ["second"]);
    cloud.call(cloud.root(other), "iam:CreateAccountAlias", alias("first"));
    assert.deepEqual(listed(cloud, other).AccountAliases, ["first"]);
    assert.deepEqual(listed(cloud).AccountAliases, ["second"]);
  });

  it("is one account's only, and taken for its own account too", () => {
    const cloud = newCloud();
    cloud.call(cloud.root(), "iam:CreateAccountAlias", alias("taken"));
    for (const account of [home, other]) {
      assert.deepEqual(cloud.refusal(cloud.root(account), "iam:CreateAccountAlias", alias("taken")), {
        code: "EntityAlreadyExists",
        message: "The account alias taken already exists.",
      });
    }
    assert.deepEqual(listed(cloud, other).AccountAliases, []);
  });

  it("is deleted by its own name and by its own account", () => {
    const cloud = newCloud();
    cloud.call(cloud.root(other), "iam:CreateAccountAlias", alias("theirs"));
    for (const name of ["theirs", "nobodys"]) {
      assert.deepEqual(cloud.refusal(cloud.root(), "iam:DeleteAccountAlias", alias(name)), {
        code: "NoSuchEntity",
        message: `The account alias ${name} cannot be found.`,
      });
    }
    cloud.call(cloud.root(), "iam:CreateAccountAlias", alias("ours"));
    assert.equal(cloud.refusal(cloud.root(), "iam:DeleteAccountAlias", alias("theirs")).code, "NoSuchEntity");
    assert.deepEqual(listed(cloud, other).AccountAliases, ["theirs"]);
  });

  it("has three to 63 lowercase letters, digits and single dashes within", () => {
    const cloud = newCloud();
    const wrong = ["ab", "a".repeat(64), "-ab", "ab-", "a--b", "Abc", "a_b", "a.b", "a b", "äbc", "abc\n"];
    for (const name of wrong) {
      for (const id of ["iam:CreateAccountAlias", "iam:DeleteAccountAlias"] as const) {
        assert.equal(cloud.refusal(cloud.root(), id, alias(name)).code, "ValidationError", name);
      }
    }
    for (const name of ["abc", "a".repeat(63), "1-2-3", "a-b"]) {
      cloud.call(cloud.root(), "iam:CreateAccountAlias", alias(name));
      assert.deepEqual(listed(cloud).AccountAliases, [name]);
    }
  });

  it("is on one page, and a page after it is empty", () => {
    const cloud = newCloud();
    cloud.call(cloud.root(), "iam:CreateAccountAlias", alias("only"));
    const page = cloud.call(cloud.root(), "iam:ListAccountAliases", { MaxItems: 1 });
    assert.deepEqual(page, { AccountAliases: ["only"], IsTruncated: false });
    const refused = cloud.refusal(cloud.root(), "iam:ListAccountAliases", { Marker: "made-up" });
    assert.equal(refused.code, "ValidationError");
  });
});

describe("the version of tokens from the global endpoint", () => {
  it("is told by the summary, the last one asked for", () => {
    const cloud = newCloud();
    const version = () =>
      cloud.call(cloud.root(), "iam:GetAccountSummary").SummaryMap?.GlobalEndpointTokenVersion;
    assert.equal(version(), 2);
    for (const [GlobalEndpointTokenVersion, number] of [
      ["v1Token", 1],
      ["v2Token", 2],
    ] as const) {
      cloud.call(cloud.root(), "iam:SetSecurityTokenServicePreferences", { GlobalEndpointTokenVersion });
      assert.equal(version(), number);
    }
  });

  it("is one account's own, and one of two", () => {
    const cloud = newCloud();
    const GlobalEndpointTokenVersion = "v1Token";
    cloud.call(cloud.root(other), "iam:SetSecurityTokenServicePreferences", { GlobalEndpointTokenVersion });
    const { SummaryMap } = cloud.call(cloud.root(), "iam:GetAccountSummary");
    assert.equal(SummaryMap?.GlobalEndpointTokenVersion, 2);
    const wrong = { GlobalEndpointTokenVersion: "v3Token" as "v1Token" };
    const { code } = cloud.refusal(cloud.root(), "iam:SetSecurityTokenServicePreferences", wrong);
    assert.equal(code, "ValidationError");
  });
});

describe("root access that an organization centralizes", () => {
  for (const id of [
    "iam:ListOrganizationsFeatures",
    "iam:EnableOrganizationsRootCredentialsManagement",
    "iam:DisableOrganizationsRootCredentialsManagement",
    "iam:EnableOrganizationsRootSessions",
    "iam:DisableOrganizationsRootSessions",
  ] as const) {
    it(`is refused by ${id}: the account is in no organization`, () => {
      const cloud = newCloud();
      const permitted = person(cloud, "Ann", allow(id));
      assert.deepEqual(cloud.refusal(permitted, id, {}), {
        code: "OrganizationNotFoundException",
        message: "The request was rejected because no organization is associated with your account.",
      });
    });
  }
});
