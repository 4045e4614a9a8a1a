/** Which services somebody's policies open, and who used them last. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { serviceNames } from "@portcullis/aws-model";
import type { InputOf, Powers } from "@portcullis/services";
import { type Cloud, home, newCloud, other, Refused, start } from "./harness.ts";
import { type ReportPowers, reportPowers } from "./kept-reports.ts";
import { allow, person, role } from "./people.ts";

const DAY = 86_400_000;
const own = (type: string, name: string) => `arn:aws:iam::${home}:${type}/${name}`;
const ann = own("user", "Ann");

interface World {
  readonly cloud: Cloud;
  readonly powers: ReportPowers;
  /** Notes that a user or role used an action, and its service. */
  use(name: string, service: string, action: string, time: number, region?: string): void;
  generate(arn: string, more?: Partial<InputOf<"iam:GenerateServiceLastAccessedDetails">>): Promise<string>;
  details(JobId: string, more?: object): Promise<Details>;
  entities(JobId: string, ServiceNamespace: string, more?: object): Promise<Entities>;
}
type Details = Awaited<ReturnType<typeof detailsOf>>;
type Entities = Awaited<ReturnType<typeof entitiesOf>>;

const detailsOf = (
  cloud: Cloud,
  powers: Partial<Powers>,
  input: InputOf<"iam:GetServiceLastAccessedDetails">,
) => cloud.prepared(cloud.root(), "iam:GetServiceLastAccessedDetails", input, powers);
const entitiesOf = (
  cloud: Cloud,
  powers: Partial<Powers>,
  input: InputOf<"iam:GetServiceLastAccessedDetailsWithEntities">,
) => cloud.prepared(cloud.root(), "iam:GetServiceLastAccessedDetailsWithEntities", input, powers);

/** Ann and Bob, of whom Ann is in Readers (S3, IAM), and the role Worker (STS); AWS's ReadOnlyAccess is Bob's. */
function furnished(): World {
  const cloud = newCloud();
  const root = cloud.root();
  const powers = reportPowers();
  person(cloud, "Ann", allow("iam:GetUser", "iam:List*"));
  person(cloud, "Bob");
  cloud.call(root, "iam:CreateGroup", { GroupName: "Readers" });
  for (const UserName of ["Bob", "Ann"])
    cloud.call(root, "iam:AddUserToGroup", { GroupName: "Readers", UserName });
  cloud.call(root, "iam:PutGroupPolicy", {
    GroupName: "Readers",
    PolicyName: "P",
    PolicyDocument: allow("s3:Get*", "iam:*"),
  });
  role(cloud, "Worker");
  cloud.call(root, "iam:CreatePolicy", { PolicyName: "Shared", PolicyDocument: allow("sts:*") });
  const PolicyArn = own("policy", "Shared");
  cloud.call(root, "iam:AttachRolePolicy", { RoleName: "Worker", PolicyArn });
  cloud.call(root, "iam:AttachGroupPolicy", { GroupName: "Readers", PolicyArn });
  return {
    cloud,
    powers,
    use(name, service, action, time, region = "us-east-1") {
      const { usersByName, rolesByName } = cloud.state().indexes;
      const who = (usersByName.get(name.toLowerCase()) ?? rolesByName.get(name.toLowerCase()))?.id ?? "";
      const use = { who, service, time, region };
      powers.uses.push({ kind: "service", action: "", ...use }, { kind: "action", action, ...use });
    },
    async generate(Arn, more = {}) {
      const input = { Arn, ...more };
      const made = await cloud.prepared(root, "iam:GenerateServiceLastAccessedDetails", input, powers);
      return made.JobId ?? "";
    },
    details: (JobId, more = {}) => detailsOf(cloud, powers, { JobId, ...more }),
    entities: (JobId, ServiceNamespace, more = {}) =>
      entitiesOf(cloud, powers, { JobId, ServiceNamespace, ...more }),
  };
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Refused) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "was answered";
}

describe("a report of last accesses", () => {
  it("has a job of its own, complete at once", async () => {
    const { cloud, generate, details } = furnished();
    const [first, second] = [await generate(ann), await generate(ann)];
    assert.match(first, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.notEqual(first, second);
    cloud.now += 5000;
    const { ServicesLastAccessed, ...rest } = await details(first);
    assert.deepEqual(rest, {
      JobStatus: "COMPLETED",
      JobType: "SERVICE_LEVEL",
      JobCreationDate: start,
      JobCompletionDate: start,
      IsTruncated: false,
    });
  });

  it("lists what a user's own policies and its groups' open, used or not", async () => {
    const { generate, details, use } = furnished();
    use("Ann", "iam", "GetUser", start - 10);
    use("Ann", "cloudtrail", "LookupEvents", start - 5);
    use("Bob", "sts", "AssumeRole", start - 5);
    assert.deepEqual((await details(await generate(ann))).ServicesLastAccessed, [
      {
        ServiceName: serviceNames.get("iam"),
        ServiceNamespace: "iam",
        LastAuthenticated: start - 10,
        LastAuthenticatedEntity: ann,
        LastAuthenticatedRegion: "us-east-1",
        TotalAuthenticatedEntities: 1,
      },
      { ServiceName: "Amazon S3", ServiceNamespace: "s3", TotalAuthenticatedEntities: 0 },
      { ServiceName: serviceNames.get("sts"), ServiceNamespace: "sts", TotalAuthenticatedEntities: 0 },
    ]);
  });

  it("counts who used a group's or a policy's services, and names the last", async () => {
    const { generate, details, use } = furnished();
    use("Ann", "iam", "GetUser", start - 10);
    use("Bob", "iam", "GetUser", start - 3, "eu-west-1");
    use("Worker", "sts", "GetCallerIdentity", start - 1);
    const summary = async (arn: string) =>
      (await details(await generate(arn))).ServicesLastAccessed.map((each) => [
        each.ServiceNamespace,
        each.TotalAuthenticatedEntities,
        each.LastAuthenticatedEntity,
        each.LastAuthenticatedRegion,
      ]);
    assert.deepEqual(await summary(own("group", "Readers")), [
      ["iam", 2, own("user", "Bob"), "eu-west-1"],
      ["s3", 0, undefined, undefined],
      ["sts", 0, undefined, undefined],
    ]);
    assert.deepEqual(await summary(own("policy", "Shared")), [
      ["sts", 1, own("role", "Worker"), "us-east-1"],
    ]);
    assert.deepEqual(await summary(own("role", "Worker")), [["sts", 1, own("role", "Worker"), "us-east-1"]]);
  });

  it("tells nothing that is older than 400 days", async () => {
    const { generate, details, use } = furnished();
    use("Ann", "iam", "GetUser", start - 400 * DAY);
    const [iam] = (await details(await generate(ann))).ServicesLastAccessed;
    assert.deepEqual([iam?.TotalAuthenticatedEntities, iam?.LastAuthenticated], [0, undefined]);
  });

  it("tells the last use of each action that is open, where that is asked for", async () => {
    const { generate, details, use } = furnished();
    use("Bob", "iam", "GetUser", start - 10);
    use("Ann", "iam", "GetUser", start - 3);
    use("Ann", "iam", "ListUsers", start - 7, "eu-west-1");
    const job = await generate(own("group", "Readers"), { Granularity: "ACTION_LEVEL" });
    const { JobType, ServicesLastAccessed } = await details(job);
    assert.equal(JobType, "ACTION_LEVEL");
    const tracked = new Map(
      ServicesLastAccessed[0]?.TrackedActionsLastAccessed?.map(({ ActionName, ...use }) => [ActionName, use]),
    );
    assert.deepEqual(tracked.get("GetUser"), {
      LastAccessedEntity: ann,
      LastAccessedTime: start - 3,
      LastAccessedRegion: "us-east-1",
    });
    assert.equal(tracked.get("ListUsers")?.LastAccessedRegion, "eu-west-1");
    assert.deepEqual(tracked.get("CreateUser"), {});
    assert.equal(ServicesLastAccessed[1]?.TrackedActionsLastAccessed, undefined);
    const narrow = await details(await generate(ann, { Granularity: "ACTION_LEVEL" }));
    assert.equal(narrow.ServicesLastAccessed[0]?.TrackedActionsLastAccessed?.length, tracked.size);
  });

  it("of AWS's own policy opens what that policy names", async () => {
    const { cloud, generate, details } = furnished();
    const arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    cloud.call(cloud.root(), "iam:AttachUserPolicy", { UserName: "Bob", PolicyArn: arn });
    const listed = (await details(await generate(arn))).ServicesLastAccessed;
    assert.ok(listed.some(({ ServiceNamespace }) => ServiceNamespace === "s3"));
    assert.ok(!listed.some(({ ServiceNamespace }) => ServiceNamespace === "iam"));
  });

  it("comes in pages", async () => {
    const { cloud, generate, details } = furnished();
    cloud.call(cloud.root(), "iam:PutUserPolicy", {
      UserName: "Ann",
      PolicyName: "all",
      PolicyDocument: allow("*"),
    });
    const job = await generate(ann);
    const seen: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await details(job, { MaxItems: 200, ...(Marker === undefined ? {} : { Marker }) });
      seen.push(...page.ServicesLastAccessed.map(({ ServiceNamespace }) => ServiceNamespace));
      Marker = page.Marker;
    } while (Marker !== undefined);
    assert.deepEqual(seen, [...serviceNames.keys()]);
  });

  it("fails where whom it is about is gone", async () => {
    const { cloud, generate, details, entities } = furnished();
    person(cloud, "Eve");
    const job = await generate(own("group", "Readers"));
    const root = cloud.root();
    const PolicyArn = own("policy", "Shared");
    cloud.call(root, "iam:DeleteGroupPolicy", { GroupName: "Readers", PolicyName: "P" });
    cloud.call(root, "iam:DetachGroupPolicy", { GroupName: "Readers", PolicyArn });
    for (const UserName of ["Ann", "Bob"])
      cloud.call(root, "iam:RemoveUserFromGroup", { GroupName: "Readers", UserName });
    cloud.call(root, "iam:DeleteGroup", { GroupName: "Readers" });
    const failed = {
      JobStatus: "FAILED",
      JobCreationDate: start,
      JobCompletionDate: start,
      Error: { Code: "NoSuchEntity", Message: `ARN ${own("group", "Readers")} not found` },
      IsTruncated: false,
    };
    assert.deepEqual(await details(job), { ...failed, JobType: "SERVICE_LEVEL", ServicesLastAccessed: [] });
    assert.deepEqual(await entities(job, "iam"), { ...failed, EntityDetailsList: [] });
  });

  it("is asked for by the ARN of somebody or something in the account", async () => {
    const { generate } = furnished();
    for (const wrong of ["not-an-arn-at-all-really", `arn:aws:iam::${home}:root`]) {
      assert.equal(await codeOf(generate(wrong)), `InvalidInput: Invalid ARN: ${wrong}`);
    }
    for (const absent of [own("user", "Eve"), own("policy", "Eve")]) {
      assert.equal(await codeOf(generate(absent)), `NoSuchEntity: ARN ${absent} not found`);
    }
    for (const foreign of [`arn:aws:iam::${other}:user/Ann`, `arn:aws:iam::${other}:policy/Shared`]) {
      assert.match(await codeOf(generate(foreign)), /^AccessDenied: /);
    }
  });

  it("is asked for by name, whatever path the ARN has", async () => {
    const { cloud, generate, details } = furnished();
    for (const [kind, name] of [
      ["user", "Ann"],
      ["group", "Readers"],
      ["role", "Worker"],
    ] as const) {
      const right = await details(await generate(own(kind, name)));
      const wrong = await details(await generate(own(kind, `else/where/${name}`)));
      assert.deepEqual(wrong.ServicesLastAccessed, right.ServicesLastAccessed);
      const list = (Arn: string) =>
        cloud.call(cloud.root(), "iam:ListPoliciesGrantingServiceAccess", {
          Arn,
          ServiceNamespaces: ["sts"],
        });
      assert.deepEqual(list(own(kind, `else/where/${name}`)), list(own(kind, name)));
    }
  });

  it("is read by its job, by whoever asked for it", async () => {
    const { cloud, powers, generate, details, entities } = furnished();
    const none = "00000000-0000-4000-8000-000000000000";
    const missing = `NoSuchEntity: The job with id ${none} cannot be found.`;
    assert.equal(await codeOf(details(none)), missing);
    assert.equal(await codeOf(entities(none, "iam")), missing);
    const JobId = await generate(ann);
    const stranger = cloud.root(other);
    const elsewhere = cloud.prepared(stranger, "iam:GetServiceLastAccessedDetails", { JobId }, powers);
    assert.match(await codeOf(elsewhere), /^NoSuchEntity: /);
  });
});

describe("a report of last accesses with entities", () => {
  it("lists everybody who could have used a service, the last one first", async () => {
    const { cloud, generate, entities, use } = furnished();
    use("Bob", "sts", "AssumeRole", start - 10);
    use("Worker", "sts", "AssumeRole", start - 3);
    const { EntityDetailsList, JobStatus } = await entities(await generate(own("policy", "Shared")), "sts");
    assert.equal(JobStatus, "COMPLETED");
    assert.deepEqual(
      EntityDetailsList.map(({ EntityInfo, LastAuthenticated }) => [EntityInfo.Name, LastAuthenticated]),
      [
        ["Worker", start - 3],
        ["Bob", start - 10],
        ["Ann", undefined],
      ],
    );
    const { Role } = cloud.call(cloud.root(), "iam:GetRole", { RoleName: "Worker" });
    assert.deepEqual(EntityDetailsList[0]?.EntityInfo, {
      Arn: Role.Arn,
      Name: "Worker",
      Type: "ROLE",
      Id: Role.RoleId,
      Path: "/",
    });
  });

  it("comes in pages, and is empty for a service that is not open", async () => {
    const { generate, entities, use } = furnished();
    use("Bob", "iam", "GetUser", start - 10);
    const job = await generate(own("group", "Readers"));
    const first = await entities(job, "iam", { MaxItems: 1 });
    assert.deepEqual(
      first.EntityDetailsList.map(({ EntityInfo }) => EntityInfo.Name),
      ["Bob"],
    );
    const second = await entities(job, "iam", { MaxItems: 1, Marker: first.Marker });
    assert.deepEqual(
      second.EntityDetailsList.map(({ EntityInfo }) => EntityInfo.Name),
      ["Ann"],
    );
    assert.deepEqual([first.IsTruncated, second.IsTruncated], [true, false]);
    assert.deepEqual((await entities(job, "ec2")).EntityDetailsList, []);
  });
});
