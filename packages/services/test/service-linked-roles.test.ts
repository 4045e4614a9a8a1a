import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { managedPolicies } from "@portcullis/aws-model";
import type { InputOf } from "@portcullis/services";
import { linkedServices, scaledServices } from "../src/iam/service-linked-roles/linked-services.table.ts";
import { type Cloud, home, newCloud, start } from "./harness.ts";
import { allow, document, person, role } from "./people.ts";

const ecs = { AWSServiceName: "ecs.amazonaws.com" };
const ECS = { RoleName: "AWSServiceRoleForECS" };
const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

type New = InputOf<"iam:CreateServiceLinkedRole">;
const create = (cloud: Cloud, input: New) => cloud.call(cloud.root(), "iam:CreateServiceLinkedRole", input);
const refused = (cloud: Cloud, input: New) =>
  cloud.refusal(cloud.root(), "iam:CreateServiceLinkedRole", input);
const remove = (cloud: Cloud, input: { readonly RoleName: string }): string =>
  cloud.call(cloud.root(), "iam:DeleteServiceLinkedRole", input).DeletionTaskId;
const status = (cloud: Cloud, DeletionTaskId: string) =>
  cloud.call(cloud.root(), "iam:GetServiceLinkedRoleDeletionStatus", { DeletionTaskId });
const noStatus = (cloud: Cloud, DeletionTaskId: string) =>
  cloud.refusal(cloud.root(), "iam:GetServiceLinkedRoleDeletionStatus", { DeletionTaskId });

describe("a service-linked role", () => {
  it("is named, trusted and permitted as the service asks for", () => {
    const cloud = newCloud();
    const { Role } = create(cloud, { ...ecs, Description: "For my clusters" });
    const form = {
      Path: "/aws-service-role/ecs.amazonaws.com/",
      RoleName: "AWSServiceRoleForECS",
      RoleId: Role?.RoleId,
      Arn: "arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
      CreateDate: start,
      AssumeRolePolicyDocument:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
    };
    assert.match(form.RoleId ?? "", /^AROA[A-Z2-7]{17}$/);
    assert.deepEqual(Role, {
      ...form,
      AssumeRolePolicyDocument:
        '{"Version":"2012-10-17","Statement":[{"Action":["sts:AssumeRole"],"Effect":"Allow","Principal":{"Service":["ecs.amazonaws.com"]}}]}',
    });
    const { RoleLastUsed: _, ...read } = cloud.call(cloud.root(), "iam:GetRole", ECS).Role;
    assert.deepEqual(read, {
      ...form,
      Description: "For my clusters",
      MaxSessionDuration: 3600,
    });
    assert.deepEqual(cloud.call(cloud.root(), "iam:ListAttachedRolePolicies", ECS).AttachedPolicies, [
      {
        PolicyName: "AmazonECSServiceRolePolicy",
        PolicyArn: "arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy",
      },
    ]);
    assert.equal(cloud.call(cloud.root(), "iam:GetAccountSummary").SummaryMap?.Roles, 1);
  });

  it("is one for a service that takes no suffix", () => {
    const cloud = newCloud();
    create(cloud, ecs);
    assert.deepEqual(refused(cloud, ecs), {
      code: "InvalidInput",
      message:
        "Service role name AWSServiceRoleForECS has been taken in this account, please try a different suffix.",
    });
    assert.deepEqual(refused(cloud, { ...ecs, CustomSuffix: "two" }), {
      code: "InvalidInput",
      message: "Custom suffix is not allowed for ecs.amazonaws.com",
    });
  });

  it("has its suffix behind its name where the service takes one", () => {
    const cloud = newCloud();
    const autoscaling = { AWSServiceName: "autoscaling.amazonaws.com" };
    assert.equal(create(cloud, autoscaling).Role?.RoleName, "AWSServiceRoleForAutoScaling");
    const { Role } = create(cloud, { ...autoscaling, CustomSuffix: "blue" });
    assert.equal(Role?.RoleName, "AWSServiceRoleForAutoScaling_blue");
    assert.match(refused(cloud, { ...autoscaling, CustomSuffix: "BLUE" }).message, /_BLUE has been taken/);
    const long = refused(cloud, { ...autoscaling, CustomSuffix: "x".repeat(40) });
    assert.deepEqual([long.code, /longer than 64 characters/.test(long.message)], ["InvalidInput", true]);
    for (const CustomSuffix of ["a/b", "", "x".repeat(65)]) {
      assert.equal(refused(cloud, { ...autoscaling, CustomSuffix }).code, "ValidationError");
    }
  });

  it("does not take the place of a role that somebody made under its name", () => {
    const cloud = newCloud();
    role(cloud, "awsserviceroleforecs");
    assert.match(refused(cloud, ecs).message, /has been taken in this account/);
  });

  it("is made for services that AWS has one for", () => {
    const cloud = newCloud();
    for (const AWSServiceName of [
      "nobody.amazonaws.com",
      "ecs",
      "ECS.amazonaws.com",
      "ecs.amazonaws.com.example.com",
      "constructor",
      "..",
    ]) {
      assert.deepEqual(refused(cloud, { AWSServiceName }), {
        code: "AccessDenied",
        message: `Cannot find Service Linked Role template for ${AWSServiceName}`,
      });
    }
  });

  it("is one of a thousand roles at most", () => {
    const cloud = newCloud();
    role(cloud, "Worker");
    const [worker] = [...cloud.state().byId.role.values()];
    assert.ok(worker !== undefined);
    cloud.put(
      home,
      ...Array.from({ length: 999 }, (_, at) => ({ ...worker, id: `AROA${at}`, name: `r${at}` })),
    );
    assert.deepEqual(refused(cloud, ecs), {
      code: "LimitExceeded",
      message: "Cannot exceed quota for RolesPerAccount: 1000",
    });
  });

  it("may be made by who may make that one, and by who may make one for that service", () => {
    const cloud = newCloud();
    const arn = "arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS*";
    const forService = (service: string) => ({ StringEquals: { "iam:AWSServiceName": service } });
    const Action = "iam:CreateServiceLinkedRole";
    const bob = person(
      cloud,
      "Bob",
      document({ Action, Resource: arn, Condition: forService("ecs.amazonaws.com") }),
    );
    assert.equal(cloud.refusal(bob, Action, { AWSServiceName: "rds.amazonaws.com" }).code, "AccessDenied");
    cloud.call(bob, Action, ecs);
    const cid = person(cloud, "Cid", document({ Action, Condition: forService("rds.amazonaws.com") }));
    assert.match(
      cloud.refusal(cid, Action, { AWSServiceName: "eks.amazonaws.com" }).message,
      /perform: iam:CreateServiceLinkedRole on resource: arn:aws:iam::123456789012:role\/aws-service-role\/eks.amazonaws.com\/AWSServiceRoleForAmazonEKS because/,
    );
    cloud.call(cid, Action, { AWSServiceName: "rds.amazonaws.com" });
  });

  it("is taken by nobody but the service", () => {
    const cloud = newCloud();
    create(cloud, ecs);
    const bob = person(cloud, "Bob", allow("*"));
    const RoleArn = "arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS";
    const { code } = cloud.refusal(bob, "sts:AssumeRole", { RoleArn, RoleSessionName: "session" });
    assert.equal(code, "AccessDenied");
  });

  it("is tagged and untagged as other roles are, by who may, and stays what it is", () => {
    const cloud = newCloud();
    const root = cloud.root();
    create(cloud, ecs);
    const before = cloud.call(root, "iam:GetRole", ECS).Role;
    const tags = [
      { Key: "cost", Value: "7" },
      { Key: "team", Value: "blue" },
    ];
    cloud.call(root, "iam:TagRole", { ...ECS, Tags: tags });
    assert.deepEqual(cloud.call(root, "iam:ListRoleTags", ECS).Tags, tags);
    assert.deepEqual(cloud.call(root, "iam:GetRole", ECS).Role, { ...before, Tags: tags });
    cloud.call(root, "iam:UntagRole", { ...ECS, TagKeys: ["team", "cost"] });
    assert.deepEqual(cloud.call(root, "iam:ListRoleTags", ECS).Tags, []);
    const Tags = Array.from({ length: 51 }, (_, at) => ({ Key: `k${at}`, Value: "" }));
    cloud.call(root, "iam:TagRole", { ...ECS, Tags: Tags.slice(0, 50) });
    const { code } = cloud.refusal(root, "iam:TagRole", { ...ECS, Tags: Tags.slice(50) });
    assert.equal(code, "LimitExceeded");
    const bob = person(cloud, "Bob", allow("iam:ListRoles"));
    assert.equal(cloud.refusal(bob, "iam:TagRole", { ...ECS, Tags: tags }).code, "AccessDenied");
  });

  it("keeps what it is, whoever would change it, but for its description and its tags", () => {
    const cloud = newCloud();
    const root = cloud.root();
    create(cloud, ecs);
    cloud.call(root, "iam:CreateInstanceProfile", { InstanceProfileName: "Machine" });
    const PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    const own = "arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy";
    const inline = { ...ECS, PolicyName: "p" };
    const protectedRole = {
      code: "UnmodifiableEntity",
      message:
        "Cannot perform the operation on the protected role 'AWSServiceRoleForECS' - this role is only modifiable by AWS",
    };
    const before = cloud.call(root, "iam:GetRole", ECS);
    const changes = {
      "iam:DeleteRole": ECS,
      "iam:UpdateAssumeRolePolicy": { ...ECS, PolicyDocument: "{}" },
      "iam:AttachRolePolicy": { ...ECS, PolicyArn },
      "iam:DetachRolePolicy": { ...ECS, PolicyArn: own },
      "iam:PutRolePolicy": { ...inline, PolicyDocument: allow("*") },
      "iam:DeleteRolePolicy": inline,
      "iam:PutRolePermissionsBoundary": { ...ECS, PermissionsBoundary: PolicyArn },
      "iam:DeleteRolePermissionsBoundary": ECS,
      "iam:AddRoleToInstanceProfile": { ...ECS, InstanceProfileName: "Machine" },
    } as const;
    for (const [id, input] of Object.entries(changes)) {
      assert.deepEqual(cloud.refusal(root, id as keyof typeof changes, input as never), protectedRole, id);
    }
    assert.deepEqual(cloud.call(root, "iam:GetRole", ECS), before);
    cloud.call(root, "iam:UpdateRoleDescription", { ...ECS, Description: "new" });
    cloud.call(root, "iam:TagRole", { ...ECS, Tags: [{ Key: "a", Value: "b" }] });
    assert.equal(cloud.call(root, "iam:GetRole", ECS).Role.Description, "new");
  });
});

describe("the deletion of a service-linked role", () => {
  it("takes it away, and is a task that has succeeded", () => {
    const cloud = newCloud();
    create(cloud, ecs);
    const id = remove(cloud, { RoleName: "awsserviceroleforecs" });
    assert.match(
      id,
      new RegExp(`^task/aws-service-role/ecs\\.amazonaws\\.com/AWSServiceRoleForECS/${uuid}$`),
    );
    assert.deepEqual(status(cloud, id), { Status: "SUCCEEDED" });
    const missing = {
      code: "NoSuchEntity",
      message: "The role with name AWSServiceRoleForECS cannot be found.",
    };
    assert.deepEqual(cloud.refusal(cloud.root(), "iam:GetRole", ECS), missing);
    assert.deepEqual(cloud.refusal(cloud.root(), "iam:DeleteServiceLinkedRole", ECS), missing);
    create(cloud, ecs);
    assert.notEqual(remove(cloud, ECS), id);
    assert.deepEqual(status(cloud, id), { Status: "SUCCEEDED" });
  });

  it("takes no other role away", () => {
    const cloud = newCloud();
    role(cloud, "Worker");
    assert.deepEqual(cloud.refusal(cloud.root(), "iam:DeleteServiceLinkedRole", { RoleName: "Worker" }), {
      code: "NoSuchEntity",
      message: "Worker exists but is not a service role.",
    });
  });

  it("is told of by the id that was given, whole", () => {
    const cloud = newCloud();
    create(cloud, ecs);
    const id = remove(cloud, ECS);
    for (const wrong of [id.slice(0, -1), id.replace("ForECS", "ForRDS"), id.replace("/ecs.", "/rds.")]) {
      assert.deepEqual(noStatus(cloud, wrong), {
        code: "NoSuchEntity",
        message: "Cannot find deletion status for given id.",
      });
    }
    for (const wrong of [
      "x",
      `${id}/x`,
      `/${id}`,
      id.replace("aws-service-role", "role"),
      "task/aws-service-role///",
    ]) {
      assert.deepEqual(noStatus(cloud, wrong), { code: "InvalidInput", message: "Invalid task id" }, wrong);
    }
    assert.equal(noStatus(cloud, "x".repeat(1001)).code, "ValidationError");
  });

  it("is told to who may ask about that role", () => {
    const cloud = newCloud();
    create(cloud, ecs);
    const DeletionTaskId = remove(cloud, ECS);
    const asking = (service: string) =>
      document({
        Action: "iam:GetServiceLinkedRoleDeletionStatus",
        Resource: `arn:aws:iam::123456789012:role/aws-service-role/${service}/*`,
      });
    const bob = person(cloud, "Bob", asking("ecs.amazonaws.com"));
    cloud.call(bob, "iam:GetServiceLinkedRoleDeletionStatus", { DeletionTaskId });
    const cid = person(cloud, "Cid", asking("rds.amazonaws.com"));
    assert.equal(
      cloud.refusal(cid, "iam:GetServiceLinkedRoleDeletionStatus", { DeletionTaskId }).code,
      "AccessDenied",
    );
  });

  it("is kept among the latest hundred of the account", () => {
    const cloud = newCloud();
    const ids: string[] = [];
    for (let at = 0; at < 102; at++) {
      create(cloud, ecs);
      ids.push(remove(cloud, ECS));
      cloud.now += 1000;
    }
    assert.equal(cloud.state().byId["deletion-task"].size, 100);
    for (const id of ids.slice(0, 2)) assert.equal(noStatus(cloud, id).code, "NoSuchEntity");
    for (const id of ids.slice(2)) assert.deepEqual(status(cloud, id), { Status: "SUCCEEDED" });
  });
});

describe("the table of services", () => {
  const principals = [
    ...linkedServices.map(([service]) => service),
    ...scaledServices.map(([service]) => `${service}.application-autoscaling`),
  ];

  it("leads to roles that can all be made, each with a policy that AWS keeps for it", () => {
    const cloud = newCloud();
    const policies = new Set(
      managedPolicies()
        .filter(({ path }) => path === "/aws-service-role/")
        .map(({ name }) => `arn:aws:iam::aws:policy/aws-service-role/${name}`),
    );
    for (const service of principals) create(cloud, { AWSServiceName: `${service}.amazonaws.com` });
    const roles = [...cloud.state().byId.role.values()];
    assert.equal(roles.length, new Set(principals).size);
    for (const { name, attached } of roles) {
      assert.equal(attached.length, 1);
      assert.ok(policies.has(attached[0] ?? ""), `${name}: ${attached[0]}`);
    }
  });

  it("says what AWS's own policies say of the names of these roles", () => {
    const named =
      /role\/aws-service-role\/([a-z0-9.-]+)\.amazonaws\.com\/AWSServiceRoleFor([A-Za-z0-9_-]+)\*?/g;
    const names = new Map(linkedServices.map(([service, name]) => [service, name]));
    for (const [service, thing] of scaledServices) {
      names.set(`${service}.application-autoscaling`, `ApplicationAutoScaling_${thing}`);
    }
    let compared = 0;
    for (const { document } of managedPolicies()) {
      for (const [, service = "", said = ""] of document.matchAll(named)) {
        const name = names.get(service);
        if (name === undefined) continue;
        compared++;
        assert.ok(name.startsWith(said.replace(/_$/, "")), `${service}: ${name}, AWS says ${said}`);
      }
    }
    assert.ok(compared > 100, `${compared} compared`);
  });
});
