/** Whoever has no permission is refused, by every operation, in AWS's words. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ServiceId, serviceIds, services } from "@portcullis/aws-model";
import { handlerOf, type OperationId } from "@portcullis/services";
import type { Case } from "./denial-case.ts";
import { cases, named, policyArn, tags } from "./denied.table.ts";
import { type Cloud, home, newCloud, type Who } from "./harness.ts";
import { allow, document, holder, person, role } from "./people.ts";
import { samlProvider } from "./saml-metadata.ts";

/** No policy decides on these, or the trust policy does; each has tests of its own. */
const otherwise: readonly OperationId[] = ["sts:GetCallerIdentity", "sts:GetSessionToken", "sts:AssumeRole"];

function furnished(): { readonly cloud: Cloud; readonly nobody: Who } {
  const cloud = newCloud();
  const root = cloud.root();
  cloud.call(root, "iam:CreateUser", named.user);
  cloud.call(root, "iam:CreateGroup", named.group);
  role(cloud, "Worker");
  cloud.call(root, "iam:CreateInstanceProfile", named.profile);
  cloud.call(root, "iam:CreateVirtualMFADevice", { VirtualMFADeviceName: "Phone" });
  cloud.call(root, "iam:CreatePolicy", {
    PolicyName: "Limits",
    Path: "/own/",
    PolicyDocument: allow("s3:*"),
  });
  cloud.put(home, samlProvider);
  cloud.call(root, "iam:CreateOpenIDConnectProvider", { Url: "https://idp.example.com" });
  return { cloud, nobody: person(cloud, "Nobody") };
}

describe("a caller without permission", () => {
  const { cloud, nobody } = furnished();

  it("every operation that is offered is in the table of this test", () => {
    const offered = serviceIds.flatMap((service: ServiceId) =>
      Object.keys(services[service].operations)
        .filter((name) => handlerOf(service, name).kind === "offered")
        .map((name) => `${service}:${name}`),
    );
    assert.deepEqual(new Set([...Object.keys(cases), ...otherwise]), new Set(offered));
  });

  for (const [id, { input, names }] of Object.entries(cases) as [OperationId, Case<OperationId>][]) {
    it(`is refused by ${id}`, () => {
      const resource = names === undefined ? "" : ` on resource: ${names}`;
      assert.deepEqual(cloud.refusal(nobody, id, input), {
        code: "AccessDenied",
        message: `User: arn:aws:iam::123456789012:user/Nobody is not authorized to perform: ${id}${resource} because no identity-based policy allows the ${id} action`,
      });
    });
  }
});

describe("what a denial tells", () => {
  it("the same of what is there and of what is not", () => {
    const { cloud, nobody } = furnished();
    const there = cloud.refusal(nobody, "iam:GetRole", { RoleName: "Worker" });
    const absent = cloud.refusal(nobody, "iam:GetRole", { RoleName: "Walker" });
    assert.equal(there.message.replaceAll("Worker", "Walker"), absent.message);
  });

  it("an explicit deny and, where it is a managed policy's, its ARN", () => {
    const { cloud } = furnished();
    const root = cloud.root();
    const bob = person(cloud, "Bob", document({ Action: "iam:*" }));
    const deny = document({ Effect: "Deny", Action: "iam:GetGroup" });
    const { Policy } = cloud.call(root, "iam:CreatePolicy", { PolicyName: "No", PolicyDocument: deny });
    cloud.call(root, "iam:AttachUserPolicy", { UserName: "Bob", PolicyArn: Policy?.Arn ?? "" });
    assert.equal(
      cloud.refusal(bob, "iam:GetGroup", named.group).message,
      "User: arn:aws:iam::123456789012:user/Bob is not authorized to perform: iam:GetGroup on resource: group Readers with an explicit deny in an identity-based policy: arn:aws:iam::123456789012:policy/No",
    );
  });

  it("the boundary, where that is what does not allow", () => {
    const { cloud } = furnished();
    const bob = person(cloud, "Bob", allow("iam:*"));
    cloud.call(cloud.root(), "iam:PutUserPermissionsBoundary", {
      UserName: "Bob",
      PermissionsBoundary: policyArn,
    });
    assert.match(
      cloud.refusal(bob, "iam:GetGroup", named.group).message,
      /because no permissions boundary allows the iam:GetGroup action$/,
    );
  });

  it("a session of a user without MFA has no say in IAM, whatever its policies", () => {
    const { cloud } = furnished();
    const bob = person(cloud, "Bob", allow("*"));
    const session = holder(cloud.call(bob, "sts:GetSessionToken"));
    assert.deepEqual(cloud.refusal(session, "iam:GetGroup", named.group), {
      code: "InvalidClientTokenId",
      message: "The security token included in the request is invalid",
    });
  });

  it("a policy in another account, or of AWS, is not the caller's to change", () => {
    const { cloud } = furnished();
    for (const arn of ["arn:aws:iam::210987654321:policy/Theirs", "arn:aws:iam::aws:policy/ReadOnlyAccess"]) {
      const { code, message } = cloud.refusal(cloud.root(), "iam:DeletePolicy", { PolicyArn: arn });
      assert.equal(code, "AccessDenied");
      assert.ok(message.startsWith(`User: arn:aws:iam::123456789012:root is not authorized`), message);
      assert.ok(message.includes(`on resource: policy ${arn}`), message);
    }
  });
});

describe("tags on creation", () => {
  it("need the permission to tag as well", () => {
    const { cloud } = furnished();
    const bob = person(cloud, "Bob", allow("iam:CreateUser", "iam:CreatePolicy", "iam:CreateRole"));
    assert.match(
      cloud.refusal(bob, "iam:CreateUser", { UserName: "Eve", ...tags }).message,
      /perform: iam:TagUser on resource: arn:aws:iam::123456789012:user\/Eve because/,
    );
    assert.match(
      cloud.refusal(bob, "iam:CreatePolicy", { PolicyName: "P", PolicyDocument: "{}", ...tags }).message,
      /perform: iam:TagPolicy on resource: policy P because/,
    );
    cloud.call(bob, "iam:CreateUser", { UserName: "Eve", Tags: [] });
  });

  it("are what conditions on request tags see", () => {
    const { cloud } = furnished();
    const bob = person(
      cloud,
      "Bob",
      document({
        Action: ["iam:CreateUser", "iam:TagUser"],
        Condition: { StringEquals: { "aws:RequestTag/team": "blue" } },
      }),
    );
    cloud.call(bob, "iam:CreateUser", { UserName: "Eve", ...tags });
    const red = { Tags: [{ Key: "team", Value: "red" }] };
    assert.equal(cloud.refusal(bob, "iam:CreateUser", { UserName: "Uma", ...red }).code, "AccessDenied");
    assert.equal(cloud.refusal(bob, "iam:CreateUser", { UserName: "Uma" }).code, "AccessDenied");
  });

  it("a namesake's tags decide nothing about what is not there yet", () => {
    const { cloud } = furnished();
    cloud.call(cloud.root(), "iam:TagUser", { ...named.user, ...tags });
    const bob = person(
      cloud,
      "Bob",
      document({
        Action: "iam:CreateUser",
        Condition: { StringEquals: { "aws:ResourceTag/team": "blue" } },
      }),
    );
    assert.equal(cloud.refusal(bob, "iam:CreateUser", named.user).code, "AccessDenied");
  });
});
