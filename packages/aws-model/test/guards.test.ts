import assert from "node:assert/strict";
import { test } from "node:test";
import {
  awsAuthorization,
  catalog,
  guardOf,
  ownServiceIds,
  serviceIds,
  services,
} from "@portcullis/aws-model";

test("every operation of every model has a guard", () => {
  for (const id of serviceIds) {
    for (const name of Object.keys(services[id].operations)) {
      const guard = guardOf(id, name);
      for (const type of guard.resourceTypes) assert.ok(catalog(id).resourceTypes.has(type), `${id}:${name}`);
    }
  }
});

test("an action is the operation's own, and only two calls need no permission", () => {
  const without: string[] = [];
  for (const id of serviceIds) {
    for (const name of Object.keys(services[id].operations)) {
      const { action } = guardOf(id, name);
      if (action === undefined) without.push(`${id}:${name}`);
      else assert.equal(action, `${id}:${name}`);
    }
  }
  assert.deepEqual(without, ["sts:GetCallerIdentity", "sts:GetSessionToken"]);
});

test("a name without a guard is a bug, not a call that goes through", () => {
  for (const name of ["PassRole", "Nothing", "constructor", "__proto__"]) {
    assert.throws(() => guardOf("iam", name), /has no guard/);
  }
});

test("an access key is guarded by its user", () => {
  for (const name of ["CreateAccessKey", "UpdateAccessKey", "DeleteAccessKey", "ListAccessKeys"]) {
    assert.deepEqual(guardOf("iam", name).resourceTypes, ["user"]);
  }
});

test("what has no resource-level support is authorized on everything", () => {
  for (const name of [
    "ListUsers",
    "GetAccountSummary",
    "GetAccountAuthorizationDetails",
    "CreateAccountAlias",
  ]) {
    assert.deepEqual(guardOf("iam", name).resourceTypes, []);
  }
  assert.deepEqual(guardOf("sts", "GetAccessKeyInfo").resourceTypes, []);
  assert.deepEqual(guardOf("cloudtrail", "LookupEvents").resourceTypes, []);
});

test("condition keys of the request belong to the guard, those of the resource to its type", () => {
  assert.deepEqual(guardOf("iam", "AttachUserPolicy").conditionKeys, [
    "iam:PermissionsBoundary",
    "iam:PolicyARN",
  ]);
  assert.deepEqual(guardOf("iam", "TagUser").conditionKeys, ["aws:RequestTag/${TagKey}", "aws:TagKeys"]);
  assert.deepEqual(catalog("iam").resourceTypes.get("user"), {
    name: "user",
    arnFormat: "arn:${Partition}:iam::${Account}:user/${UserNameWithPath}",
    conditionKeys: ["aws:ResourceTag/${TagKey}", "iam:ResourceTag/${TagKey}"],
  });
});

test("handing over a role and tagging on creation ask for their own permissions", () => {
  assert.deepEqual(guardOf("iam", "AddRoleToInstanceProfile").dependentActions, [
    { action: "iam:PassRole", when: undefined },
  ]);
  assert.deepEqual(guardOf("iam", "CreateRole").dependentActions, [{ action: "iam:TagRole", when: "Tags" }]);
  assert.deepEqual(
    guardOf("sts", "AssumeRole").dependentActions.map(({ action, when }) => `${action} when ${when}`),
    [
      "sts:TagSession when Tags",
      "sts:SetSourceIdentity when SourceIdentity",
      "sts:SetContext when ProvidedContexts",
    ],
  );
});

test("the catalog finds actions and keys without regard to case, and spells no partition", () => {
  assert.equal(catalog("iam").actions.get("passrole")?.name, "PassRole");
  assert.deepEqual(catalog("iam").actions.get("passrole")?.resourceTypes, ["role"]);
  assert.equal(catalog("iam").conditionKeys.get("iam:passedtoservice")?.type, "String");
  assert.equal(catalog("iam").conditionKeys.get("aws:tagkeys")?.type, "ArrayOfString");
  assert.equal(catalog("iam").actions.get("constructor"), undefined);
  for (const id of serviceIds) {
    for (const { arnFormat } of catalog(id).resourceTypes.values())
      assert.ok(arnFormat.startsWith("arn:${Partition}:"));
  }
});

test("our own service is known wherever AWS's are, and its events have a source without AWS's domain", async () => {
  const { service } = await awsAuthorization();
  for (const id of ownServiceIds) {
    const names = Object.keys(services[id].operations);
    assert.ok(names.length > 0);
    for (const name of names) {
      assert.ok(service(id)?.actions.has(name.toLowerCase()), name);
      assert.equal(catalog(id).actions.get(name.toLowerCase())?.name, name);
    }
    assert.equal(services[id].eventSource, id);
  }
  assert.equal(services.iam.eventSource, "iam.amazonaws.com");
});
