/** Attached policies, inline policies and boundaries: one rule for users, groups and roles. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { InputOf } from "@portcullis/services";
import { type Cloud, newCloud } from "./harness.ts";
import { allow, document, person, role, trust } from "./people.ts";

const readOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const missing = "arn:aws:iam::123456789012:policy/None";

type Refusal = { readonly code: string; readonly message: string };
interface Holder {
  readonly kind: "user" | "group" | "role";
  readonly name: string;
  readonly inlineLimit: number;
  readonly quota: string;
  readonly make: (cloud: Cloud) => void;
  readonly attach: (cloud: Cloud, PolicyArn: string) => void;
  readonly attachRefusal: (cloud: Cloud, PolicyArn: string) => Refusal;
  readonly detach: (cloud: Cloud, PolicyArn: string) => void;
  readonly detachRefusal: (cloud: Cloud, PolicyArn: string) => Refusal;
  readonly attached: (
    cloud: Cloud,
    more?: { readonly PathPrefix?: string },
  ) => readonly unknown[] | undefined;
  readonly put: (cloud: Cloud, PolicyName: string, PolicyDocument: string) => void;
  readonly putRefusal: (cloud: Cloud, PolicyName: string, PolicyDocument: string) => Refusal;
  readonly get: (cloud: Cloud, PolicyName: string) => unknown;
  readonly getRefusal: (cloud: Cloud, PolicyName: string) => Refusal;
  readonly remove: (cloud: Cloud, PolicyName: string) => void;
  readonly removeRefusal: (cloud: Cloud, PolicyName: string) => Refusal;
  readonly names: (cloud: Cloud) => readonly string[];
}

function holder(kind: "User" | "Group" | "Role", inlineLimit: number, make: (cloud: Cloud) => void): Holder {
  // The operations of the three kinds differ in their names alone; types are checked where they are used by one kind.
  const named = { [`${kind}Name`]: "X" } as { UserName: string };
  const id = <T extends string>(text: T): "iam:AttachUserPolicy" =>
    text.replace("User", kind) as "iam:AttachUserPolicy";
  const input = (more: object) => ({ ...named, ...more }) as InputOf<"iam:AttachUserPolicy">;
  const call = (cloud: Cloud, text: string, more: object): Record<string, unknown> =>
    cloud.call(cloud.root(), id(text), input(more)) as never;
  const refusal = (cloud: Cloud, text: string, more: object): Refusal =>
    cloud.refusal(cloud.root(), id(text), input(more));
  return {
    kind: kind.toLowerCase() as Holder["kind"],
    name: `a ${kind.toLowerCase()}`,
    inlineLimit,
    quota: `PoliciesPer${kind}`,
    make,
    attach: (cloud, PolicyArn) => void call(cloud, "iam:AttachUserPolicy", { PolicyArn }),
    attachRefusal: (cloud, PolicyArn) => refusal(cloud, "iam:AttachUserPolicy", { PolicyArn }),
    detach: (cloud, PolicyArn) => void call(cloud, "iam:DetachUserPolicy", { PolicyArn }),
    detachRefusal: (cloud, PolicyArn) => refusal(cloud, "iam:DetachUserPolicy", { PolicyArn }),
    attached: (cloud, more = {}) =>
      call(cloud, "iam:ListAttachedUserPolicies", more).AttachedPolicies as never,
    put: (cloud, PolicyName, PolicyDocument) =>
      void call(cloud, "iam:PutUserPolicy", { PolicyName, PolicyDocument }),
    putRefusal: (cloud, PolicyName, PolicyDocument) =>
      refusal(cloud, "iam:PutUserPolicy", { PolicyName, PolicyDocument }),
    get: (cloud, PolicyName) => call(cloud, "iam:GetUserPolicy", { PolicyName }),
    getRefusal: (cloud, PolicyName) => refusal(cloud, "iam:GetUserPolicy", { PolicyName }),
    remove: (cloud, PolicyName) => void call(cloud, "iam:DeleteUserPolicy", { PolicyName }),
    removeRefusal: (cloud, PolicyName) => refusal(cloud, "iam:DeleteUserPolicy", { PolicyName }),
    names: (cloud) => call(cloud, "iam:ListUserPolicies", {}).PolicyNames as never,
  };
}

const holders = [
  holder("User", 2048, (cloud) => cloud.call(cloud.root(), "iam:CreateUser", { UserName: "X" })),
  holder("Group", 5120, (cloud) => cloud.call(cloud.root(), "iam:CreateGroup", { GroupName: "X" })),
  holder("Role", 10240, (cloud) => role(cloud, "X")),
];

function policies(cloud: Cloud, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => {
    const input = { PolicyName: `p${at}`, PolicyDocument: allow("s3:*") };
    return cloud.call(cloud.root(), "iam:CreatePolicy", input).Policy?.Arn ?? "";
  });
}

for (const each of holders) {
  describe(`policies attached to ${each.name}`, () => {
    it("may be attached twice, and detached once", () => {
      const cloud = newCloud();
      each.make(cloud);
      each.attach(cloud, readOnly);
      each.attach(cloud, readOnly);
      assert.deepEqual(each.attached(cloud), [{ PolicyName: "ReadOnlyAccess", PolicyArn: readOnly }]);
      each.detach(cloud, readOnly);
      assert.deepEqual(each.attached(cloud), []);
      assert.deepEqual(each.detachRefusal(cloud, readOnly), {
        code: "NoSuchEntity",
        message: `Policy ${readOnly} was not found.`,
      });
    });

    it("are listed by name, and can be narrowed to a path", () => {
      const cloud = newCloud();
      each.make(cloud);
      const [own = ""] = policies(cloud, 1);
      const job = "arn:aws:iam::aws:policy/job-function/Billing";
      each.attach(cloud, readOnly);
      each.attach(cloud, own);
      each.attach(cloud, job);
      const names = (more?: { readonly PathPrefix: string }) =>
        each.attached(cloud, more)?.map((policy) => (policy as { PolicyName: string }).PolicyName);
      assert.deepEqual(names(), ["Billing", "p0", "ReadOnlyAccess"]);
      assert.deepEqual(names({ PathPrefix: "/job-function/" }), ["Billing"]);
    });

    it("must be there, and be policies", () => {
      const cloud = newCloud();
      each.make(cloud);
      assert.deepEqual(each.attachRefusal(cloud, missing), {
        code: "NoSuchEntity",
        message: `Policy ${missing} does not exist or is not attachable.`,
      });
      for (const [text, code] of [
        ["longpolicynamebutnoarn", "ValidationError"],
        ["arn:aws:iam::123456789012:user/X", "InvalidInput"],
        ["arn:aws:iam::aws:policy/arn:aws:iam::aws:policy/ReadOnlyAccess", "InvalidInput"],
        ["arn:aws:iam::123456789012:policy//X", "InvalidInput"],
        ["arn:aws:s3:::policy/X", "InvalidInput"],
      ] as const) {
        const unfit = { code, message: `ARN ${text} is not valid.` };
        assert.deepEqual(each.attachRefusal(cloud, text), unfit);
        assert.deepEqual(each.detachRefusal(cloud, text), unfit);
      }
    });

    it("may not be those that AWS keeps for its services", () => {
      const cloud = newCloud();
      each.make(cloud);
      const arn = "arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy";
      assert.equal(each.attachRefusal(cloud, arn).code, "PolicyNotAttachable");
    });

    it("have one spelling each", () => {
      const cloud = newCloud();
      each.make(cloud);
      policies(cloud, 1);
      for (const arn of [
        "arn:aws:iam:us-east-1:123456789012:policy/p0",
        "arn:aws-cn:iam::123456789012:policy/p0",
        "arn:aws:iam::123456789012:policy/P0",
      ]) {
        assert.equal(each.attachRefusal(cloud, arn).code, "NoSuchEntity");
      }
    });

    it("are ten at most", () => {
      const cloud = newCloud();
      each.make(cloud);
      const arns = policies(cloud, 11);
      for (const arn of arns.slice(0, 10)) each.attach(cloud, arn);
      assert.deepEqual(each.attachRefusal(cloud, arns[10] ?? ""), {
        code: "LimitExceeded",
        message: `Cannot exceed quota for ${each.quota}: 10`,
      });
    });
  });

  describe(`inline policies of ${each.name}`, () => {
    it("are put, replaced, read as they were submitted, and deleted", () => {
      const cloud = newCloud();
      each.make(cloud);
      const text = `${JSON.stringify(JSON.parse(allow("s3:GetObject")), null, "\t")}\r\n`;
      each.put(cloud, "b", allow("s3:*"));
      each.put(cloud, "a", allow("s3:*"));
      each.put(cloud, "b", text);
      assert.deepEqual(each.names(cloud), ["a", "b"]);
      const { PolicyName, PolicyDocument } = each.get(cloud, "b") as Record<string, unknown>;
      assert.deepEqual({ PolicyName, PolicyDocument }, { PolicyName: "b", PolicyDocument: text });
      each.remove(cloud, "b");
      assert.deepEqual(each.names(cloud), ["a"]);
      const gone = {
        code: "NoSuchEntity",
        message: `The ${each.kind} policy with name b cannot be found.`,
      };
      assert.deepEqual(each.getRefusal(cloud, "b"), gone);
      assert.deepEqual(each.removeRefusal(cloud, "b"), gone);
    });

    it("are known by name without case, and keep the first spelling", () => {
      const cloud = newCloud();
      each.make(cloud);
      each.put(cloud, "Mixed", allow("s3:*"));
      each.put(cloud, "MIXED", allow("sqs:*"));
      assert.deepEqual(each.names(cloud), ["Mixed"]);
      const { PolicyName, PolicyDocument } = each.get(cloud, "mixed") as Record<string, unknown>;
      assert.deepEqual(
        { PolicyName, PolicyDocument },
        { PolicyName: "mixed", PolicyDocument: allow("sqs:*") },
      );
      each.remove(cloud, "mIXED");
      assert.deepEqual(each.names(cloud), []);
    });

    it("share one size, white space aside", () => {
      const cloud = newCloud();
      each.make(cloud);
      const long = (length: number) => allow(`s3:${"x".repeat(length)}`);
      const small = allow("s3:*");
      const most = each.inlineLimit - small.length - long(0).length;
      each.put(cloud, "small", `${small}${" ".repeat(20000)}`);
      assert.deepEqual(each.putRefusal(cloud, "big", long(most + 1)), {
        code: "LimitExceeded",
        message: `Maximum policy size of ${each.inlineLimit} bytes exceeded for ${each.kind} X`,
      });
      each.put(cloud, "big", long(most));
      each.put(cloud, "big", long(most));
    });

    it("are refused where they are malformed", () => {
      const cloud = newCloud();
      each.make(cloud);
      assert.deepEqual(each.putRefusal(cloud, "p", "{not valid json"), {
        code: "MalformedPolicyDocument",
        message: "Syntax errors in policy.",
      });
    });

    it("without a version are taken", () => {
      const cloud = newCloud();
      each.make(cloud);
      each.put(cloud, "p", allow("s3:*").replace('"Version":"2012-10-17",', ""));
    });
  });
}

describe("a boundary", () => {
  it("is shown, counted, replaced and taken away", () => {
    const cloud = newCloud();
    const root = cloud.root();
    const [own = ""] = policies(cloud, 1);
    cloud.call(root, "iam:CreateUser", { UserName: "Ann" });
    const put = (PermissionsBoundary: string) =>
      cloud.call(root, "iam:PutUserPermissionsBoundary", { UserName: "Ann", PermissionsBoundary });
    const usage = () =>
      cloud.call(root, "iam:GetPolicy", { PolicyArn: own }).Policy?.PermissionsBoundaryUsageCount;
    put(own);
    put(own);
    assert.equal(usage(), 1);
    put(readOnly);
    assert.equal(usage(), 0);
    assert.equal(
      cloud.call(root, "iam:GetUser", { UserName: "Ann" }).User.PermissionsBoundary?.PermissionsBoundaryArn,
      readOnly,
    );
    cloud.call(root, "iam:DeleteUserPermissionsBoundary", { UserName: "Ann" });
    assert.equal(cloud.call(root, "iam:GetUser", { UserName: "Ann" }).User.PermissionsBoundary, undefined);
    assert.equal(
      cloud.refusal(root, "iam:DeleteUserPermissionsBoundary", { UserName: "Ann" }).code,
      "NoSuchEntity",
    );
  });

  it("must be a policy that is there and not kept for services", () => {
    const cloud = newCloud();
    const root = cloud.root();
    role(cloud, "Worker");
    const refused = (PermissionsBoundary: string) =>
      cloud.refusal(root, "iam:PutRolePermissionsBoundary", { RoleName: "Worker", PermissionsBoundary });
    assert.deepEqual(refused(missing), {
      code: "NoSuchEntity",
      message: `Scope ARN: ${missing} does not exist or is not attachable.`,
    });
    assert.deepEqual(refused("arn:aws:iam::123456789012:not_a_policy/invalid"), {
      code: "InvalidInput",
      message: "ARN arn:aws:iam::123456789012:not_a_policy/invalid is not valid.",
    });
    assert.equal(
      refused("arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy").code,
      "PolicyNotAttachable",
    );
  });

  it("must be one on creation, too", () => {
    const cloud = newCloud();
    const root = cloud.root();
    const AssumeRolePolicyDocument = trust({ AWS: "123456789012" });
    for (const [PermissionsBoundary, code] of [
      [missing, "NoSuchEntity"],
      ["arn:aws:iam::123456789012:not_a_policy/invalid", "InvalidInput"],
      ["arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy", "PolicyNotAttachable"],
    ] as const) {
      const bounded = { PermissionsBoundary };
      assert.equal(cloud.refusal(root, "iam:CreateUser", { UserName: "Ann", ...bounded }).code, code);
      const worker = { RoleName: "Worker", AssumeRolePolicyDocument, ...bounded };
      assert.equal(cloud.refusal(root, "iam:CreateRole", worker).code, code);
    }
  });

  it("takes away what the policies give, and gives nothing", () => {
    const cloud = newCloud();
    const ann = person(cloud, "Ann", allow("iam:ListUsers", "iam:ListRoles"));
    const limit = document({ Action: ["iam:ListUsers", "iam:ListGroups"] });
    const { Policy } = cloud.call(cloud.root(), "iam:CreatePolicy", {
      PolicyName: "Limit",
      PolicyDocument: limit,
    });
    cloud.call(cloud.root(), "iam:PutUserPermissionsBoundary", {
      UserName: "Ann",
      PermissionsBoundary: Policy?.Arn ?? "",
    });
    cloud.call(ann, "iam:ListUsers", {});
    assert.equal(cloud.refusal(ann, "iam:ListRoles", {}).code, "AccessDenied");
    assert.equal(cloud.refusal(ann, "iam:ListGroups", {}).code, "AccessDenied");
  });

  it("that a user has may be changed by those only whose policies name the new one", () => {
    const cloud = newCloud();
    const [own = ""] = policies(cloud, 1);
    cloud.call(cloud.root(), "iam:CreateUser", { UserName: "Ann", PermissionsBoundary: own });
    const bob = person(
      cloud,
      "Bob",
      document({
        Action: "iam:*UserPermissionsBoundary",
        Condition: { StringEquals: { "iam:PermissionsBoundary": own } },
      }),
    );
    const put = { UserName: "Ann", PermissionsBoundary: own };
    cloud.call(bob, "iam:PutUserPermissionsBoundary", put);
    assert.equal(
      cloud.refusal(bob, "iam:PutUserPermissionsBoundary", { ...put, PermissionsBoundary: readOnly }).code,
      "AccessDenied",
    );
  });
});
