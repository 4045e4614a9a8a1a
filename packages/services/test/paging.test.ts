/** Every list, walked to its last page. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { operation as modelOperation, type ServiceId, serviceIds, services } from "@portcullis/aws-model";
import { handlerOf, type InputOf, type OperationId } from "@portcullis/services";
import { pem, sshKey } from "./certificates.ts";
import { type Cloud, home, newCloud, type Who } from "./harness.ts";
import { device, enabled } from "./mfa.ts";
import { allow, person, role, trust } from "./people.ts";
import { samlProvider } from "./saml-metadata.ts";

const owned = "arn:aws:iam::123456789012:policy/Shared";
const user = { UserName: "Ann" };
const group = { GroupName: "G0" };
const worker = { RoleName: "Role0" };
const profile = { InstanceProfileName: "Profile0" };
const policy = { PolicyArn: owned };
const saml = { SAMLProviderArn: "arn:aws:iam::123456789012:saml-provider/Corp" };
const oidc = { OpenIDConnectProviderArn: "arn:aws:iam::123456789012:oidc-provider/idp.example.com" };
const site = { ServerCertificateName: "Site0" };

/** The longest names and tag keys that there can be, so that the longest markers are made. */
const long = (start: string, length: number): string => start.padEnd(length, "x");
const tags = Array.from({ length: 9 }, (_, at) => ({ Key: `${"部".repeat(126)}${10 + at}`, Value: "" }));

/** A simulation is a list of results, one for each action. */
const simulated = { ActionNames: Array.from({ length: 9 }, (_, at) => `s3:Get${at}`) };

const lists: { readonly [I in OperationId]?: InputOf<I> } = {
  "iam:ListUsers": {},
  "iam:ListGroups": {},
  "iam:ListRoles": {},
  "iam:ListInstanceProfiles": {},
  "iam:ListPolicies": { PathPrefix: "/service-role/" },
  "iam:GetGroup": group,
  "iam:ListAccessKeys": user,
  "iam:ListGroupsForUser": user,
  "iam:ListUserTags": user,
  "iam:ListUserPolicies": user,
  "iam:ListAttachedUserPolicies": user,
  "iam:ListGroupPolicies": group,
  "iam:ListAttachedGroupPolicies": group,
  "iam:ListRolePolicies": worker,
  "iam:ListAttachedRolePolicies": worker,
  "iam:ListRoleTags": worker,
  "iam:ListInstanceProfilesForRole": worker,
  "iam:ListInstanceProfileTags": profile,
  "iam:ListOpenIDConnectProviderTags": oidc,
  "iam:ListSAMLProviderTags": saml,
  "iam:ListPolicyTags": policy,
  "iam:ListPolicyVersions": policy,
  "iam:ListEntitiesForPolicy": policy,
  "iam:SimulateCustomPolicy": { ...simulated, PolicyInputList: [allow("s3:*")] },
  "iam:SimulatePrincipalPolicy": { ...simulated, PolicySourceArn: "arn:aws:iam::123456789012:user/Ann" },
  "iam:GetAccountAuthorizationDetails": {},
  "iam:ListSigningCertificates": user,
  "iam:ListSSHPublicKeys": user,
  "iam:ListServerCertificates": {},
  "iam:ListServerCertificateTags": site,
  "iam:ListMFADevices": user,
  "iam:ListVirtualMFADevices": { AssignmentStatus: "Any" },
  "iam:ListMFADeviceTags": { SerialNumber: "arn:aws:iam::123456789012:mfa/d0" },
};

function furnished(): Cloud {
  const cloud = newCloud();
  const root = cloud.root();
  const call: Cloud["call"] = (who, id, input) => cloud.call(who, id, input);
  call(root, "iam:CreatePolicy", { PolicyName: "Shared", PolicyDocument: allow("s3:*"), Tags: tags });
  for (let at = 0; at < 4; at++)
    call(root, "iam:CreatePolicyVersion", { ...policy, PolicyDocument: allow("s3:*") });
  person(cloud, "Ann");
  call(root, "iam:CreateAccessKey", user);
  call(root, "iam:TagUser", { ...user, Tags: tags });
  for (const CertificateBody of [pem("root.cert.pem"), pem("leaf.cert.pem")]) {
    call(root, "iam:UploadSigningCertificate", { ...user, CertificateBody });
  }
  for (let at = 0; at < 5; at++) {
    call(root, "iam:UploadSSHPublicKey", { ...user, SSHPublicKeyBody: sshKey(at) });
    cloud.put(home, {
      kind: "server-certificate",
      id: `ASCA${at}`,
      name: at === 0 ? "Site0" : long(`s${at}`, 128),
      path: "/",
      created: 0,
      expires: 0,
      tags: tags.map(({ Key, Value }) => ({ key: Key, value: Value })),
      body: "",
      privateKey: "sealed",
    });
  }
  call(root, "iam:CreateVirtualMFADevice", { VirtualMFADeviceName: "d0", Tags: tags });
  for (let at = 0; at < 4; at++) {
    const name = long(`m${at}`, 226);
    enabled(cloud, "Ann", device(cloud, name));
  }
  for (let at = 0; at < 8; at++) {
    const GroupName = at === 0 ? "G0" : long(`g${at}`, 128);
    const RoleName = at === 0 ? "Role0" : long(`r${at}`, 64);
    const InstanceProfileName = at === 0 ? "Profile0" : long(`p${at}`, 128);
    const UserName = long(`u${at}`, 64);
    call(root, "iam:CreateUser", { UserName });
    call(root, "iam:AttachUserPolicy", { UserName, ...policy });
    call(root, "iam:CreateGroup", { GroupName });
    call(root, "iam:AttachGroupPolicy", { GroupName, ...policy });
    call(root, "iam:AddUserToGroup", { GroupName: "G0", UserName });
    call(root, "iam:AddUserToGroup", { GroupName, ...user });
    role(cloud, RoleName);
    call(root, "iam:PutRolePermissionsBoundary", { RoleName, PermissionsBoundary: owned });
    call(root, "iam:CreateInstanceProfile", { InstanceProfileName });
    call(root, "iam:AddRoleToInstanceProfile", { InstanceProfileName, RoleName: "Role0" });
    const inline = { PolicyName: long(`i${at}`, 128), PolicyDocument: allow("s3:*") };
    call(root, "iam:PutUserPolicy", { ...user, ...inline });
    call(root, "iam:PutGroupPolicy", { ...group, ...inline });
    call(root, "iam:PutRolePolicy", { ...worker, ...inline });
    const name = long(`P${at}`, 128);
    const Path = `/${"x".repeat(300)}/`;
    const made = { PolicyName: name, Path, PolicyDocument: allow("s3:*") };
    const PolicyArn = call(root, "iam:CreatePolicy", made).Policy?.Arn ?? "";
    for (const holder of [user, group, worker]) {
      if ("UserName" in holder) call(root, "iam:AttachUserPolicy", { ...holder, PolicyArn });
      else if ("GroupName" in holder) call(root, "iam:AttachGroupPolicy", { ...holder, PolicyArn });
      else call(root, "iam:AttachRolePolicy", { ...holder, PolicyArn });
    }
  }
  cloud.put(home, samlProvider);
  call(root, "iam:TagSAMLProvider", { ...saml, Tags: tags });
  call(root, "iam:CreateOpenIDConnectProvider", { Url: "https://idp.example.com", Tags: tags });
  call(root, "iam:TagRole", { ...worker, Tags: tags });
  call(root, "iam:TagInstanceProfile", { ...profile, Tags: tags });
  return cloud;
}

type Page = Readonly<Record<string, unknown>> & { readonly IsTruncated?: boolean; readonly Marker?: string };

function page(cloud: Cloud, id: OperationId, input: object, who: Who = cloud.root()): Page {
  return cloud.call(who, id, input as never) as Page;
}

/** The items of a page, from every list that it holds. */
function itemsOf(id: OperationId, output: Page): readonly unknown[] {
  const [service, name] = id.split(":") as [ServiceId, string];
  const keys = modelOperation(service, name)?.pagination?.resultKeys ?? [];
  return keys.flatMap((key) => output[key] as readonly unknown[]);
}

function walk(cloud: Cloud, id: OperationId, input: object, MaxItems: number): readonly unknown[] {
  const items: unknown[] = [];
  let Marker: string | undefined;
  do {
    const output = page(cloud, id, { ...input, MaxItems, ...(Marker === undefined ? {} : { Marker }) });
    const found = itemsOf(id, output);
    assert.ok(found.length <= MaxItems);
    if (output.IsTruncated) assert.equal(found.length, MaxItems, "only the last page is short");
    assert.equal(output.IsTruncated, output.Marker !== undefined);
    items.push(...found);
    Marker = output.Marker;
  } while (Marker !== undefined);
  return items;
}

const sorted = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item)).toSorted();

describe("a list", () => {
  const cloud = furnished();

  it("every list that is offered is in the table of this test", () => {
    const offered = serviceIds.flatMap((service) =>
      Object.values(services[service].operations)
        .filter(
          ({ name, pagination }) => pagination !== undefined && handlerOf(service, name).kind === "offered",
        )
        .map(({ name }) => `${service}:${name}`),
    );
    const otherwise = [
      "cloudtrail:LookupEvents",
      "iam:ListAccountAliases",
      "portcullis:ListDelegationNotifications",
      "portcullis:ListDelegationTemplates",
    ];
    assert.deepEqual(new Set([...Object.keys(lists), ...otherwise]), new Set(offered));
  });

  for (const [id, input] of Object.entries(lists) as [OperationId, object][]) {
    it(`${id} gives the same in one page, in pages of three and one by one`, () => {
      const whole = page(cloud, id, { ...input, MaxItems: 1000 });
      const items = itemsOf(id, whole);
      assert.equal(whole.IsTruncated, false);
      assert.ok(items.length > 1, `${items.length} items`);
      assert.deepEqual(sorted(walk(cloud, id, input, 3)), sorted(items));
      assert.deepEqual(sorted(walk(cloud, id, input, 1)), sorted(items));
      assert.equal(new Set(sorted(items)).size, items.length, "nothing is listed twice");
    });

    it(`${id} takes its markers from nobody else and for nothing else`, () => {
      const { Marker } = page(cloud, id, { ...input, MaxItems: 1 });
      const refused = (who: Who, other: OperationId, more: object) =>
        cloud.refusal(who, other, { ...more, Marker } as never).code;
      const stranger = cloud.root("210987654321");
      if (id.startsWith("iam:List") && Object.keys(input).length === 0) {
        assert.equal(refused(stranger, id, input), "ValidationError");
      }
      const elsewhere = id === "iam:ListUsers" ? "iam:ListGroups" : "iam:ListUsers";
      assert.equal(refused(cloud.root(), elsewhere, {}), "ValidationError");
      const changed = `${Marker?.slice(0, -2)}${Marker?.endsWith("AA") ? "BA" : "AA"}`;
      assert.equal(
        cloud.refusal(cloud.root(), id, { ...input, Marker: changed } as never).code,
        id.startsWith("iam:Simulate") ? "InvalidInput" : "ValidationError",
      );
    });
  }

  it("goes on after a marker although what it stood on is gone", () => {
    const own = newCloud();
    const root = own.root();
    for (const UserName of ["a", "b", "c"]) own.call(root, "iam:CreateUser", { UserName });
    const { Marker = "" } = page(own, "iam:ListUsers", { MaxItems: 2 });
    own.call(root, "iam:DeleteUser", { UserName: "b" });
    assert.deepEqual(
      own.call(root, "iam:ListUsers", { Marker }).Users.map((each) => each.UserName),
      ["c"],
    );
  });

  it("has a hundred items a page unless asked otherwise", () => {
    const own = newCloud();
    for (let at = 0; at < 101; at++) own.call(own.root(), "iam:CreateUser", { UserName: `u${at}` });
    const { Users, IsTruncated } = own.call(own.root(), "iam:ListUsers", {});
    assert.deepEqual([Users.length, IsTruncated], [100, true]);
  });

  it("attack: one call asks for every document of an account at its greatest length", () => {
    const own = newCloud();
    const padded = trust({ AWS: home }).replace(/}$/, `${" ".repeat(130_000)}}`);
    for (let at = 0; at < 40; at++) role(own, `r${at}`, undefined, padded);
    const found: string[] = [];
    let Marker: string | undefined;
    do {
      const { Roles, ...rest } = own.call(own.root(), "iam:ListRoles", {
        MaxItems: 1000,
        ...(Marker && { Marker }),
      });
      assert.ok(Roles.length > 0 && Roles.length <= 33, `${Roles.length} on a page`);
      found.push(...Roles.map(({ RoleName }) => RoleName));
      Marker = rest.Marker;
    } while (Marker !== undefined);
    assert.equal(new Set(found).size, 40);
    assert.equal(found.length, 40);
  });

  it("filters before it counts", () => {
    const own = newCloud();
    for (let at = 0; at < 6; at++) {
      own.call(own.root(), "iam:CreateUser", { UserName: `u${at}`, Path: at % 2 === 0 ? "/even/" : "/odd/" });
    }
    assert.equal(walk(own, "iam:ListUsers", { PathPrefix: "/even/" }, 2).length, 3);
  });
});
