import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  type Iam,
  type IamTypes,
  operation,
  type Services,
  type Shape,
  type StructureShape,
  serviceIds,
  serviceOf,
  services,
} from "@portcullis/aws-model";

const models = join(import.meta.dirname, "../models");

test("a service tells its protocol, version and names", () => {
  const { operations: _, ...iam } = services.iam;
  assert.deepEqual(iam, {
    id: "iam",
    protocol: "query",
    jsonVersion: undefined,
    apiVersion: "2010-05-08",
    xmlNamespace: "https://iam.amazonaws.com/doc/2010-05-08/",
    targetPrefix: undefined,
    signingName: "iam",
    eventSource: "iam.amazonaws.com",
  });
  assert.equal(services.organizations.targetPrefix, "AWSOrganizationsV20161128");
  assert.equal(services.organizations.jsonVersion, "1.1");
});

test("a scope's service finds its model, and only in its exact spelling", () => {
  assert.equal(serviceOf("sts"), services.sts);
  for (const name of ["STS", "s3", "", "__proto__", "constructor"]) assert.equal(serviceOf(name), undefined);
});

test("names that every object inherits are no operations", () => {
  for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
    assert.equal(operation("iam", name), undefined);
    assert.equal(operation("iam", "CreateUser")?.input?.byWireName[name], undefined);
  }
});

test("CreateUser declares its errors with the codes and statuses of the wire", () => {
  const errors = operation("iam", "CreateUser")?.errors.map(({ code, status }) => [code, status]);
  assert.deepEqual(errors, [
    ["LimitExceeded", 409],
    ["EntityAlreadyExists", 409],
    ["NoSuchEntity", 404],
    ["InvalidInput", 400],
    ["ConcurrentModification", 409],
    ["ServiceFailure", 500],
  ]);
});

test("errors without a code of their own are named by their shape: 400, or 500 where the service is at fault", () => {
  const errors = operation("organizations", "CreateOrganization")?.errors ?? [];
  const status = (code: string) => errors.find((error) => error.code === code)?.status;
  assert.equal(status("AlreadyInOrganizationException"), 400);
  assert.equal(status("ServiceException"), 500);
});

test("members tell whether they are required, and their limits", () => {
  const members = member("iam", "CreateUser");
  assert.equal(members("UserName").required, true);
  assert.equal(members("Path").required, false);
  const name = members("UserName").shape;
  assert.equal(name.type, "string");
  assert.deepEqual([name.min, name.max], [1, 64]);
  const tags = members("Tags").shape;
  assert.ok(tags.type === "list");
  assert.deepEqual([tags.max, tags.memberName, tags.flattened], [50, "member", false]);
});

test("an enumeration lists its values", () => {
  const status = member("iam", "UpdateAccessKey")("Status").shape;
  assert.ok(status.type === "string");
  assert.deepEqual(status.enum, ["Active", "Inactive", "Expired"]);
});

test("secrets are marked as sensitive", () => {
  const { shape } = member("iam", "ChangePassword")("NewPassword");
  assert.equal(shape.sensitive, true);
  const output = operation("sts", "AssumeRole")?.output;
  const credentials = output?.byWireName.Credentials?.shape as StructureShape;
  assert.equal(credentials.byWireName.SecretAccessKey?.shape.sensitive, true);
});

test("list operations tell how they page", () => {
  assert.deepEqual(operation("iam", "ListUsers")?.pagination, {
    inputToken: "Marker",
    outputToken: "Marker",
    limitKey: "MaxItems",
    moreResults: "IsTruncated",
    resultKeys: ["Users"],
  });
  assert.deepEqual(operation("cloudtrail", "LookupEvents")?.pagination, {
    inputToken: "NextToken",
    outputToken: "NextToken",
    limitKey: "MaxResults",
    moreResults: undefined,
    resultKeys: ["Events"],
  });
  assert.equal(operation("iam", "CreateUser")?.pagination, undefined);
});

test("only the federated sign-ins of STS are unsigned", () => {
  const unsigned = all().filter(({ signed }) => !signed);
  assert.deepEqual(
    unsigned.map(({ service, name }) => `${service}:${name}`),
    ["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"],
  );
});

test("every operation can be read, and a shape that contains itself is one object", () => {
  for (const id of serviceIds) {
    const model = JSON.parse(readFileSync(join(models, `${id}.json`), "utf8"));
    assert.deepEqual(Object.keys(services[id].operations).sort(), Object.keys(model.operations).sort());
  }
  const handshake = operation("organizations", "DescribeHandshake")?.output?.byWireName.Handshake?.shape;
  const resources = (handshake as StructureShape).byWireName.Resources?.shape as Shape & { type: "list" };
  const resource = resources.member as StructureShape;
  assert.equal(resource.byWireName.Resources?.shape, resources);
});

test("the types say what is required, which values there are and which codes may come back", () => {
  const input: Iam["CreateUser"]["input"] = { UserName: "ann", Path: undefined };
  const error: Iam["CreateUser"]["errors"] = "EntityAlreadyExists";
  const status: IamTypes.StatusType = "Inactive";
  const none: Services["sts"]["GetCallerIdentity"]["input"] = {};
  // @ts-expect-error: a user needs a name
  const nameless: Iam["CreateUser"]["input"] = {};
  // @ts-expect-error: no operation answers so
  const unknown: Iam["CreateUser"]["errors"] = "NoSuchThing";
  assert.ok([input, error, status, none, nameless, unknown].every((value) => value !== undefined));
});

function all() {
  return serviceIds.flatMap((id) => Object.values(services[id].operations));
}

function member(service: "iam" | "sts", name: string) {
  const input = operation(service, name)?.input;
  return (memberName: string) => {
    const found = input?.members.find((each) => each.name === memberName);
    assert.ok(found);
    return found;
  };
}
