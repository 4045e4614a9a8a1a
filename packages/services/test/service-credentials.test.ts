import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hashField, secretOfText } from "@portcullis/keys";
import { type Cloud, home, newCloud, start } from "./harness.ts";
import { allow, document, holder, person, role } from "./people.ts";

const Ann = { UserName: "Ann" };
const git = "codecommit.amazonaws.com";
const bedrock = "bedrock.amazonaws.com";
const day = 86_400_000;

function withAnn(): Cloud {
  const cloud = newCloud();
  cloud.call(cloud.root(), "iam:CreateUser", Ann);
  return cloud;
}

function create(cloud: Cloud, ServiceName: string, CredentialAgeDays?: number, UserName = "Ann") {
  const { ServiceSpecificCredential: made } = cloud.call(
    cloud.root(),
    "iam:CreateServiceSpecificCredential",
    { UserName, ServiceName, ...(CredentialAgeDays === undefined ? {} : { CredentialAgeDays }) },
  );
  assert.ok(made);
  return made;
}

const list = (cloud: Cloud, more: object = Ann) =>
  cloud.call(cloud.root(), "iam:ListServiceSpecificCredentials", more).ServiceSpecificCredentials ?? [];

/** Whether what is kept of a credential recognises a secret. */
function recognises(cloud: Cloud, id: string, secret: string | undefined): boolean {
  const kept = cloud.state().byId["service-credential"].get(id);
  const place = { realm: `account/${home}`, kind: "service-credential", id, field: "secret" };
  return kept?.secret === hashField(place, secretOfText(secret ?? ""));
}

const unknownService = {
  code: "NoSuchEntity",
  message: "No such service s3.amazonaws.com is supported for Service Specific Credentials",
};

describe("service-specific credentials", () => {
  for (const service of [git, "cassandra.amazonaws.com"]) {
    it(`for ${service} are a user name and a password, shown once and kept hashed`, () => {
      const cloud = withAnn();
      const { ServicePassword, ...made } = create(cloud, service);
      assert.deepEqual(made, {
        UserName: "Ann",
        Status: "Active",
        ServiceUserName: "Ann-at-123456789012",
        CreateDate: start,
        ServiceSpecificCredentialId: made.ServiceSpecificCredentialId,
        ServiceName: service,
      });
      const id = made.ServiceSpecificCredentialId;
      assert.match(id, /^ACCA[A-Z2-7]{17}$/);
      assert.match(ServicePassword ?? "", /^[A-Za-z0-9+/]{59}=$/);
      assert.deepEqual(list(cloud), [made]);
      assert.ok(recognises(cloud, id, ServicePassword));
      const kept = JSON.stringify(cloud.state().byId["service-credential"].get(id));
      assert.ok(!kept.includes(ServicePassword ?? ""));
    });
  }

  for (const [service, prefix] of [
    [bedrock, "ABSK"],
    ["logs.amazonaws.com", "ACWL"],
    ["cloudwatch.amazonaws.com", "APIAACWM"],
    ["aws-external-anthropic.amazonaws.com", "AEAA"],
  ] as const) {
    it(`for ${service} are an API key that says whose it is`, () => {
      const cloud = withAnn();
      const { ServiceCredentialSecret = "", ...made } = create(cloud, service, 30);
      assert.deepEqual(made, {
        UserName: "Ann",
        Status: "Active",
        ServiceCredentialAlias: "Ann-at-123456789012",
        CreateDate: start,
        ExpirationDate: start + 30 * day,
        ServiceSpecificCredentialId: made.ServiceSpecificCredentialId,
        ServiceName: service,
      });
      assert.ok(ServiceCredentialSecret.startsWith(prefix));
      const inside = Buffer.from(ServiceCredentialSecret.slice(prefix.length), "base64").toString();
      assert.match(inside, /^Ann-at-123456789012:[A-Za-z0-9+/]{59}=$/);
      assert.deepEqual(list(cloud), [made]);
      assert.ok(recognises(cloud, made.ServiceSpecificCredentialId, ServiceCredentialSecret));
    });
  }

  it("are two at most for a user and service, each under a name of its own", () => {
    const cloud = withAnn();
    const names = [git, git, "cassandra.amazonaws.com"].map((name) => create(cloud, name).ServiceUserName);
    assert.deepEqual(names, ["Ann-at-123456789012", "Ann+1-at-123456789012", "Ann+2-at-123456789012"]);
    assert.deepEqual(
      cloud.refusal(cloud.root(), "iam:CreateServiceSpecificCredential", { ...Ann, ServiceName: git }),
      {
        code: "LimitExceeded",
        message: "Cannot exceed quota for ContextSpecificCredentialsPerUserPerContext: 2",
      },
    );
  });

  it("keep their name when the user is renamed, and nobody else gets it", () => {
    const cloud = withAnn();
    create(cloud, git);
    cloud.call(cloud.root(), "iam:UpdateUser", { ...Ann, NewUserName: "Bea" });
    const [kept] = list(cloud, { UserName: "Bea" });
    assert.deepEqual([kept?.UserName, kept?.ServiceUserName], ["Bea", "Ann-at-123456789012"]);
    cloud.call(cloud.root(), "iam:CreateUser", { UserName: "ann" });
    assert.equal(create(cloud, git, undefined, "ann").ServiceUserName, "ann+1-at-123456789012");
    cloud.call(cloud.root(), "iam:CreateUser", { UserName: "Ann+1" });
    assert.equal(create(cloud, git, undefined, "Ann+1").ServiceUserName, "Ann+1+1-at-123456789012");
  });

  it("are refused for services that take none, and with an age out of bounds", () => {
    const cloud = withAnn();
    const refused = (input: object) =>
      cloud.refusal(cloud.root(), "iam:CreateServiceSpecificCredential", { ...Ann, ...input } as never);
    assert.deepEqual(refused({ ServiceName: "s3.amazonaws.com" }), unknownService);
    assert.equal(create(cloud, git, 1).ExpirationDate, start + day);
    for (const CredentialAgeDays of [0, 36_601]) {
      assert.equal(refused({ ServiceName: bedrock, CredentialAgeDays }).code, "ValidationError");
    }
    assert.equal(create(cloud, bedrock, 36_600).ExpirationDate, start + 36_600 * day);
    assert.deepEqual(
      cloud.refusal(cloud.root(), "iam:ListServiceSpecificCredentials", { ServiceName: "s3.amazonaws.com" }),
      unknownService,
    );
    assert.deepEqual(refused({ UserName: "Zoe", ServiceName: git }), {
      code: "NoSuchEntity",
      message: "The user with name Zoe cannot be found.",
    });
  });

  it("expire, and are then neither reset nor made active", () => {
    const cloud = withAnn();
    const root = cloud.root();
    const { ServiceSpecificCredentialId } = create(cloud, bedrock, 1);
    const named = { ...Ann, ServiceSpecificCredentialId };
    cloud.now = start + day - 1;
    assert.equal(list(cloud)[0]?.Status, "Active");
    cloud.now = start + day;
    assert.equal(list(cloud)[0]?.Status, "Expired");
    assert.deepEqual(cloud.refusal(root, "iam:ResetServiceSpecificCredential", named), {
      code: "ValidationError",
      message: `Credential ${ServiceSpecificCredentialId} has expired and cannot be reset`,
    });
    cloud.call(root, "iam:UpdateServiceSpecificCredential", { ...named, Status: "Active" });
    assert.equal(list(cloud)[0]?.Status, "Expired");
    cloud.call(root, "iam:DeleteServiceSpecificCredential", named);
  });

  it("reset, recognise the new secret and no longer the old one", () => {
    const cloud = withAnn();
    for (const [service, member] of [
      [git, "ServicePassword"],
      [bedrock, "ServiceCredentialSecret"],
    ] as const) {
      const made = create(cloud, service);
      const id = made.ServiceSpecificCredentialId;
      cloud.now += 1000;
      const reset = cloud.call(cloud.root(), "iam:ResetServiceSpecificCredential", {
        ...Ann,
        ServiceSpecificCredentialId: id,
      }).ServiceSpecificCredential;
      assert.deepEqual(reset, { ...made, [member]: reset?.[member] });
      assert.ok(recognises(cloud, id, reset?.[member]));
      assert.ok(!recognises(cloud, id, made[member]));
    }
  });

  it("change their status, and go", () => {
    const cloud = withAnn();
    const root = cloud.root();
    const { ServiceSpecificCredentialId: id } = create(cloud, git);
    const named = { ...Ann, ServiceSpecificCredentialId: id };
    cloud.call(root, "iam:UpdateServiceSpecificCredential", { ...named, Status: "Inactive" });
    assert.equal(list(cloud)[0]?.Status, "Inactive");
    assert.equal(
      cloud.refusal(root, "iam:UpdateServiceSpecificCredential", { ...named, Status: "Expired" }).code,
      "InvalidInput",
    );
    cloud.call(root, "iam:CreateUser", { UserName: "Bea" });
    const another = { UserName: "Bea", ServiceSpecificCredentialId: id };
    const notHers = {
      code: "ValidationError",
      message: `User Bea does not have a service specific credential with id ${id}`,
    };
    for (const operation of ["Delete", "Reset"] as const) {
      const refused = cloud.refusal(root, `iam:${operation}ServiceSpecificCredential`, another);
      assert.deepEqual(refused, notHers);
    }
    cloud.call(root, "iam:DeleteServiceSpecificCredential", named);
    const absent = { code: "NoSuchEntity", message: `No such credential ${id} exists` };
    assert.deepEqual(cloud.refusal(root, "iam:DeleteServiceSpecificCredential", named), absent);
    assert.deepEqual(cloud.refusal(root, "iam:ResetServiceSpecificCredential", named), absent);
    const update = { ...named, Status: "Active" } as const;
    assert.deepEqual(cloud.refusal(root, "iam:UpdateServiceSpecificCredential", update), absent);
    assert.equal(create(cloud, git).ServiceUserName, "Ann-at-123456789012");
  });

  it("are listed for one service, or for all users, page by page", () => {
    const cloud = withAnn();
    const root = cloud.root();
    cloud.call(root, "iam:CreateUser", { UserName: "Bea" });
    const made = [create(cloud, git), create(cloud, bedrock), create(cloud, git, undefined, "Bea")].map(
      (each) => each.ServiceSpecificCredentialId,
    );
    const ids = (more: object) => list(cloud, more).map((each) => each.ServiceSpecificCredentialId);
    assert.deepEqual(ids({ ...Ann, ServiceName: bedrock }), [made[1]]);
    assert.deepEqual(new Set(ids({ AllUsers: true })), new Set(made));
    assert.deepEqual(new Set(ids({ AllUsers: true, ServiceName: git })), new Set([made[0], made[2]]));
    const first = cloud.call(root, "iam:ListServiceSpecificCredentials", { AllUsers: true, MaxItems: 2 });
    assert.equal(first.IsTruncated, true);
    const second = cloud.call(root, "iam:ListServiceSpecificCredentials", {
      AllUsers: true,
      MaxItems: 2,
      Marker: first.Marker,
    });
    const paged = [first, second].flatMap((page) => page.ServiceSpecificCredentials ?? []);
    assert.deepEqual(
      paged.map((each) => each.ServiceSpecificCredentialId),
      ids({ AllUsers: true }),
    );
    assert.deepEqual(new Set(paged.map((each) => each.UserName)), new Set(["Ann", "Bea"]));
    const Marker = first.Marker ?? "";
    for (const [who, input] of [
      [root, Ann],
      [root, { AllUsers: true, ServiceName: git }],
      [cloud.root("210987654321"), { AllUsers: true }],
    ] as const) {
      assert.deepEqual(
        cloud.refusal(who, "iam:ListServiceSpecificCredentials", { ...input, Marker }),
        { code: "ValidationError", message: "Invalid Marker." },
        "a marker is of its own list",
      );
    }
    assert.deepEqual(cloud.refusal(root, "iam:ListServiceSpecificCredentials", { ...Ann, AllUsers: true }), {
      code: "InvalidInput",
      message: "Cannot list credentials for all users if a username is given",
    });
  });

  it("of all users are for who may list every user's", () => {
    const cloud = withAnn();
    const own = document({
      Action: "iam:ListServiceSpecificCredentials",
      Resource: "arn:aws:iam::*:user/*",
    });
    const bob = person(cloud, "Bob", own);
    cloud.call(bob, "iam:ListServiceSpecificCredentials", Ann);
    assert.match(
      cloud.refusal(bob, "iam:ListServiceSpecificCredentials", { AllUsers: true }).message,
      /perform: iam:ListServiceSpecificCredentials on resource: \* because/,
    );
  });

  it("are the caller's own where the request names nobody, and nobody else's", () => {
    const cloud = withAnn();
    const bea = person(cloud, "Bea", allow("iam:*"));
    const { ServiceSpecificCredentialId } = create(cloud, git);
    const own = create(cloud, git, undefined, "Bea").ServiceSpecificCredentialId;
    assert.deepEqual(
      cloud
        .call(bea, "iam:ListServiceSpecificCredentials", {})
        .ServiceSpecificCredentials?.map((each) => each.ServiceSpecificCredentialId),
      [own],
    );
    assert.equal(
      cloud.refusal(bea, "iam:ResetServiceSpecificCredential", { ServiceSpecificCredentialId }).code,
      "ValidationError",
    );
    cloud.call(bea, "iam:DeleteServiceSpecificCredential", { ServiceSpecificCredentialId: own });
    const worker = holder(
      cloud.call(person(cloud, "Cid", allow("sts:AssumeRole")), "sts:AssumeRole", {
        RoleArn: role(cloud, "Worker", allow("iam:*")),
        RoleSessionName: "job",
      }),
    );
    assert.deepEqual(cloud.refusal(worker, "iam:ListServiceSpecificCredentials", {}), {
      code: "ValidationError",
      message: "Must specify userName when calling with non-User credentials",
    });
    cloud.call(worker, "iam:ListServiceSpecificCredentials", { AllUsers: true });
  });

  it("policies may narrow by service and by age", () => {
    const cloud = withAnn();
    const bob = person(
      cloud,
      "Bob",
      document({
        Action: "iam:*ServiceSpecificCredential",
        Condition: {
          StringEquals: { "iam:ServiceSpecificCredentialServiceName": bedrock },
          NumericLessThanEqualsIfExists: { "iam:ServiceSpecificCredentialAgeDays": "90" },
        },
      }),
    );
    const make = (ServiceName: string, CredentialAgeDays: number) => ({
      ...Ann,
      ServiceName,
      CredentialAgeDays,
    });
    const { ServiceSpecificCredential } = cloud.call(
      bob,
      "iam:CreateServiceSpecificCredential",
      make(bedrock, 90),
    );
    for (const input of [make(bedrock, 91), make("logs.amazonaws.com", 1)]) {
      assert.equal(cloud.refusal(bob, "iam:CreateServiceSpecificCredential", input).code, "AccessDenied");
    }
    const id = ServiceSpecificCredential?.ServiceSpecificCredentialId ?? "";
    const logs = create(cloud, "logs.amazonaws.com").ServiceSpecificCredentialId;
    cloud.call(bob, "iam:ResetServiceSpecificCredential", { ...Ann, ServiceSpecificCredentialId: id });
    for (const other of [logs, "ACCAAAAAAAAAAAAAAAAAA"]) {
      const named = { ...Ann, ServiceSpecificCredentialId: other };
      assert.equal(cloud.refusal(bob, "iam:ResetServiceSpecificCredential", named).code, "AccessDenied");
      assert.equal(cloud.refusal(bob, "iam:DeleteServiceSpecificCredential", named).code, "AccessDenied");
    }
  });

  it("keep their user from being deleted", () => {
    const cloud = withAnn();
    const { ServiceSpecificCredentialId } = create(cloud, git);
    assert.deepEqual(cloud.refusal(cloud.root(), "iam:DeleteUser", Ann), {
      code: "DeleteConflict",
      message: "Cannot delete entity, must remove referenced objects first.",
    });
    cloud.call(cloud.root(), "iam:DeleteServiceSpecificCredential", { ...Ann, ServiceSpecificCredentialId });
    cloud.call(cloud.root(), "iam:DeleteUser", Ann);
  });
});
