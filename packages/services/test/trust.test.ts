/** What may be saved as a role's trust policy. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { handlerOf } from "@portcullis/services";
import { type Cloud, newCloud, other } from "./harness.ts";
import { person, role, trust } from "./people.ts";

function saves(cloud: Cloud, document: string): void {
  role(cloud, "Target", undefined, document);
  const again = { RoleName: "Target", PolicyDocument: document };
  cloud.call(cloud.root(), "iam:UpdateAssumeRolePolicy", again);
  cloud.call(cloud.root(), "iam:DeleteRole", { RoleName: "Target" });
}

function refuses(cloud: Cloud, document: string, message: string): void {
  const input = { RoleName: "Target", AssumeRolePolicyDocument: document };
  assert.deepEqual(cloud.refusal(cloud.root(), "iam:CreateRole", input), {
    code: "MalformedPolicyDocument",
    message,
  });
  role(cloud, "Target");
  assert.deepEqual(
    cloud.refusal(cloud.root(), "iam:UpdateAssumeRolePolicy", {
      RoleName: "Target",
      PolicyDocument: document,
    }),
    { code: "MalformedPolicyDocument", message },
  );
  cloud.call(cloud.root(), "iam:DeleteRole", { RoleName: "Target" });
}

const notThere = (value: string) => `Invalid principal in policy: "AWS":"${value}"`;

describe("a trust policy names", () => {
  it("accounts that there are", () => {
    const cloud = newCloud();
    for (const account of ["123456789012", other]) {
      saves(cloud, trust({ AWS: account }));
      saves(cloud, trust({ AWS: `arn:aws:iam::${account}:root` }));
    }
    refuses(cloud, trust({ AWS: "999999999999" }), notThere("999999999999"));
    const stranger = "arn:aws:iam::999999999999:root";
    refuses(cloud, trust({ AWS: ["123456789012", stranger] }), notThere(stranger));
  });

  it("everybody, which is for conditions to narrow", () => {
    saves(newCloud(), trust({ AWS: "*" }));
  });

  it("users and roles that there are, exactly as their ARNs are spelled", () => {
    const cloud = newCloud();
    cloud.call(cloud.root(), "iam:CreateUser", { UserName: "Ann", Path: "/staff/" });
    role(cloud, "Worker");
    saves(cloud, trust({ AWS: "arn:aws:iam::123456789012:user/staff/Ann" }));
    saves(cloud, trust({ AWS: "arn:aws:iam::123456789012:role/Worker" }));
    for (const arn of [
      "arn:aws:iam::123456789012:user/Ann",
      "arn:aws:iam::123456789012:user/staff/ann",
      "arn:aws:iam::123456789012:user/staff/Bea",
      "arn:aws:iam::123456789012:role/worker",
      "arn:aws-cn:iam::123456789012:role/Worker",
      "arn:aws:sts::123456789012:role/Worker",
      "arn:aws:s3:::bucket",
    ]) {
      refuses(cloud, trust({ AWS: arn }), notThere(arn));
    }
  });

  it("users and roles of other accounts", () => {
    const cloud = newCloud();
    person(cloud, "Zoe", undefined, other);
    saves(cloud, trust({ AWS: `arn:aws:iam::${other}:user/Zoe` }));
    const none = `arn:aws:iam::${other}:user/None`;
    refuses(cloud, trust({ AWS: none }), notThere(none));
  });

  it("sessions of roles that there are, and federated users of accounts that there are", () => {
    const cloud = newCloud();
    role(cloud, "Worker");
    saves(cloud, trust({ AWS: "arn:aws:sts::123456789012:assumed-role/Worker/job" }));
    saves(cloud, trust({ AWS: "arn:aws:sts::123456789012:federated-user/Guest" }));
    const gone = "arn:aws:sts::123456789012:assumed-role/None/job";
    refuses(cloud, trust({ AWS: gone }), notThere(gone));
  });

  it("no groups, and nothing with a wildcard", () => {
    const cloud = newCloud();
    cloud.call(cloud.root(), "iam:CreateGroup", { GroupName: "G" });
    for (const arn of ["arn:aws:iam::123456789012:group/G", "arn:aws:iam::123456789012:user/*"]) {
      refuses(cloud, trust({ AWS: arn }), notThere(arn));
    }
  });

  it("a living user or role by its unique id", () => {
    const cloud = newCloud();
    const { User } = cloud.call(cloud.root(), "iam:CreateUser", { UserName: "Ann" });
    const id = User?.UserId ?? "";
    saves(cloud, trust({ AWS: id }));
    cloud.call(cloud.root(), "iam:DeleteUser", { UserName: "Ann" });
    refuses(cloud, trust({ AWS: id }), notThere(id));
  });

  it("services and providers by what looks like one", () => {
    const cloud = newCloud();
    saves(cloud, trust({ Service: ["ec2.amazonaws.com", "queue.example.org"] }));
    refuses(cloud, trust({ Service: "ec2" }), 'Invalid principal in policy: "SERVICE":"ec2"');
    const web = { Action: "sts:AssumeRoleWithWebIdentity" };
    const oidc = "arn:aws:iam::123456789012:oidc-provider/token.example.org/path";
    saves(cloud, trust({ Federated: "accounts.google.com" }, web));
    saves(cloud, trust({ Federated: oidc }, web));
    refuses(
      cloud,
      trust({ Federated: "nonsense" }, web),
      "Federated principals must be valid domain names or SAML metadata ARNs",
    );
  });
});

describe("before its principals are looked up", () => {
  const realms = (AssumeRolePolicyDocument: string): readonly string[] => {
    const handler = handlerOf("iam", "CreateRole");
    assert.ok(handler.kind === "offered");
    const input = { RoleName: "Target", AssumeRolePolicyDocument };
    return handler.definition.realms?.(input as never) ?? [];
  };

  it("a trust policy has the accounts loaded whose users and roles it names, and no others", () => {
    const zoe = `arn:aws:iam::${other}:user/Zoe`;
    assert.deepEqual(realms(trust({ AWS: [zoe, zoe, "111122223333", "arn:aws:iam::444455556666:root"] })), [
      other,
    ]);
    assert.deepEqual(realms("{"), []);
  });

  it("a document that is too long to be kept has none loaded", () => {
    const many = Array.from({ length: 120 }, (_, at) => `arn:aws:iam::${100000000000 + at}:user/A`);
    assert.ok(realms(trust({ AWS: many.slice(0, 80) })).length === 80);
    assert.deepEqual(realms(trust({ AWS: many })), []);
  });
});

describe("a trust policy is refused", () => {
  it("where it is no JSON", () => {
    refuses(newCloud(), "{", "This policy contains invalid Json");
  });

  it("where it speaks of other actions than assuming", () => {
    refuses(
      newCloud(),
      trust({ AWS: "*" }, { Action: "s3:GetObject" }),
      "AssumeRole policy may only specify STS AssumeRole actions.",
    );
  });

  it("where it names a resource", () => {
    refuses(
      newCloud(),
      trust({ AWS: "*" }).replace('"Action"', '"Resource":"*","Action"'),
      "Has prohibited field Resource",
    );
  });

  it("where it is longer than 2048 characters, white space aside", () => {
    const cloud = newCloud();
    const long = (length: number) =>
      trust(
        { AWS: "123456789012" },
        { Condition: { StringEquals: { "sts:ExternalId": "x".repeat(length) } } },
      );
    const size = 2048 - long(0).length;
    saves(cloud, `${long(size)}${" ".repeat(5000)}`);
    assert.deepEqual(
      cloud.refusal(cloud.root(), "iam:CreateRole", {
        RoleName: "Target",
        AssumeRolePolicyDocument: long(size + 1),
      }),
      { code: "LimitExceeded", message: "Cannot exceed quota for ACLSizePerRole: 2048" },
    );
  });
});
