/** Reports that are asked for to burden the server, or by whom they are no business of. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { serviceNames } from "@portcullis/aws-model";
import type { AccessJob, InputOf } from "@portcullis/services";
import { type Cloud, home, newCloud, other, Refused, type Who } from "./harness.ts";
import { type ReportPowers, reportPowers } from "./kept-reports.ts";
import { allow, document, holder, person, role } from "./people.ts";

type Asked = InputOf<"iam:GetServiceLastAccessedDetails">;

const own = (type: string, name: string) => `arn:aws:iam::${home}:${type}/${name}`;
const ann = own("user", "Ann");

interface World {
  readonly cloud: Cloud;
  readonly powers: ReportPowers;
  generate(
    Arn: string,
    more?: Partial<InputOf<"iam:GenerateServiceLastAccessedDetails">>,
    who?: Who,
  ): Promise<string>;
  details(JobId: string, more?: Partial<Asked>): ReturnType<typeof detailsOf>;
}

const detailsOf = (cloud: Cloud, powers: ReportPowers, input: Asked) =>
  cloud.prepared(cloud.root(), "iam:GetServiceLastAccessedDetails", input, powers);

function furnished(): World {
  const cloud = newCloud();
  const powers = reportPowers();
  person(cloud, "Ann", allow("iam:GetUser", "s3:Get*", "sts:*"));
  return {
    cloud,
    powers,
    async generate(Arn, more = {}, who = cloud.root()) {
      const input = { Arn, ...more };
      const made = await cloud.prepared(who, "iam:GenerateServiceLastAccessedDetails", input, powers);
      return made.JobId ?? "";
    },
    details: (JobId, more = {}) => detailsOf(cloud, powers, { JobId, ...more }),
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

/** Somebody with as many policies as may be attached, of patterns that match no action and differ all. */
function burdened(policies: number): World {
  const world = furnished();
  const root = world.cloud.root();
  let n = 0;
  for (let at = 0; at < policies; at++) {
    const actions = Array.from({ length: 400 }, () => `iam:*e*${(n++).toString(36)}*`);
    const PolicyName = `slow${at}`;
    world.cloud.call(root, "iam:CreatePolicy", { PolicyName, PolicyDocument: allow(...actions) });
    const GroupName = `slow${at % 9}`;
    if (at < 9) {
      world.cloud.call(root, "iam:CreateGroup", { GroupName });
      world.cloud.call(root, "iam:AddUserToGroup", { GroupName, UserName: "Ann" });
    }
    const PolicyArn = own("policy", PolicyName);
    world.cloud.call(root, "iam:AttachGroupPolicy", { GroupName, PolicyArn });
  }
  return world;
}

describe("attack: the work of a report", () => {
  it("attack: policies of many slow patterns are reported, and hold up nobody", async () => {
    const { cloud, generate, details } = burdened(90);
    const from = performance.now();
    const job = await generate(ann, { Granularity: "ACTION_LEVEL" });
    const { ServicesLastAccessed } = await details(job);
    assert.equal(ServicesLastAccessed.length, 3);
    const [iam] = ServicesLastAccessed;
    assert.ok(iam?.TrackedActionsLastAccessed?.some(({ ActionName }) => ActionName === "GetUser"));
    assert.ok(cloud.gaveWay > 90 + 176, "after each policy that is read, and each action that is compared");
    const ServiceNamespaces = [...serviceNames.keys()].slice(0, 200);
    cloud.call(cloud.root(), "iam:ListPoliciesGrantingServiceAccess", { Arn: ann, ServiceNamespaces });
    assert.ok(cloud.gaveWay >= 90, "after each policy");
    // Far more than they take, and far less than they took: machines that run tests are busy.
    assert.ok(performance.now() - from < 5000);
  });

  it("attack: a service is looked up, however many patterns leave it out", async () => {
    const { cloud } = furnished();
    const NotAction = [...Array.from({ length: 400 }, (_, at) => `s3:*${at.toString(36)}b`), "s3:*"];
    const Statement = [{ Effect: "Allow", NotAction, Resource: "*" }];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    for (let at = 0; at < 9; at++) {
      const PolicyName = `slow${at}`;
      cloud.call(cloud.root(), "iam:CreatePolicy", { PolicyName, PolicyDocument });
      const attached = { UserName: "Ann", PolicyArn: own("policy", PolicyName) };
      cloud.call(cloud.root(), "iam:AttachUserPolicy", attached);
    }
    const ServiceNamespaces = [...new Set(["s3", ...serviceNames.keys()])].slice(0, 200);
    const asked = { Arn: ann, ServiceNamespaces };
    const page = cloud.call(cloud.root(), "iam:ListPoliciesGrantingServiceAccess", asked);
    assert.equal(page.PoliciesGrantingServiceAccess.length, 100);
    assert.ok(page.IsTruncated);
    const [first] = page.PoliciesGrantingServiceAccess;
    assert.equal(first?.Policies?.length, 1, "the one that names it");
  });

  it("attack: jobs that an account has no place for are throttled", async () => {
    const { cloud, powers } = furnished();
    const full = { ...powers, keepAccessJob: async () => false };
    const asked = cloud.prepared(cloud.root(), "iam:GenerateServiceLastAccessedDetails", { Arn: ann }, full);
    assert.equal(await codeOf(asked), "Throttling: Rate exceeded");
  });

  it("attack: neither the job nor the marker of another account or caller is taken", async () => {
    const { cloud, powers, generate, details } = furnished();
    const JobId = await generate(ann);
    const { Marker } = await details(JobId, { MaxItems: 1 });
    assert.ok(Marker);
    const get = (who: Who, input: Asked) =>
      codeOf(cloud.prepared(who, "iam:GetServiceLastAccessedDetails", input, powers));
    assert.match(await get(cloud.root(other), { JobId, Marker }), /^NoSuchEntity: /);
    const eve = person(cloud, "Eve", allow("iam:*"));
    assert.equal(
      await get(eve, { JobId, Marker }),
      `NoSuchEntity: The job with id ${JobId} cannot be found.`,
    );
    const hers = await generate(ann, {}, eve);
    assert.equal(await get(eve, { JobId: hers, Marker }), "ValidationError: Invalid Marker.");
    const mallory = person(cloud, "Mallory", allow("iam:ListUsers"));
    assert.match(await get(mallory, { JobId }), /^AccessDenied: /);
  });

  it("attack: a job is read by whoever asked for it, not by the account, nor by another session", async () => {
    const { cloud, powers, generate } = furnished();
    const refusal = (JobId: string) => `NoSuchEntity: The job with id ${JobId} cannot be found.`;
    const readers = [
      "iam:GetServiceLastAccessedDetails",
      "iam:GetServiceLastAccessedDetailsWithEntities",
    ] as const;
    const read = async (who: Who, JobId: string, told: string) => {
      for (const id of readers) {
        const input = { JobId, ServiceNamespace: "iam" };
        assert.equal(await codeOf(cloud.prepared(who, id, input, powers)), told);
      }
    };
    const eve = person(cloud, "Eve", allow("iam:*", "sts:*"));
    const { AccessKey } = cloud.call(eve, "iam:CreateAccessKey", { UserName: "Eve" });
    const hers = await generate(ann, {}, eve);
    await read({ ...eve, accessKeyId: AccessKey.AccessKeyId }, hers, "was answered");
    await read(cloud.root(), hers, refusal(hers));
    const RoleArn = role(cloud, "Reporter", allow("iam:*"));
    const assume = () => holder(cloud.call(eve, "sts:AssumeRole", { RoleArn, RoleSessionName: "same" }));
    const [one, two] = [assume(), assume()];
    const job = await generate(ann, {}, one);
    await read(one, job, "was answered");
    await read(two, job, refusal(job));
    await read(eve, job, refusal(job));
    await read(one, hers, refusal(hers));
  });

  it("attack: a path that somebody has not got gives no permission to report on them", async () => {
    const { cloud, powers, generate, details } = furnished();
    cloud.call(cloud.root(), "iam:CreateUser", { UserName: "Bob", Path: "/secret/" });
    const submitted = own("user", "open/Bob");
    const ServiceNamespaces = ["s3"];
    const told = (name: string) =>
      new RegExp(`^AccessDenied: User: ${own("user", name)} is not authorized .* on resource: ${submitted} `);
    const only = { Action: "iam:*", Resource: own("user", "open/*") };
    const not = { Effect: "Deny", Action: "iam:*", Resource: own("user", "secret/*") } as const;
    for (const [name, policy] of [
      ["Eve", document(only)],
      ["Mallory", document({ Action: "iam:*" }, not)],
    ] as const) {
      const who = person(cloud, name, policy);
      assert.match(await codeOf(generate(submitted, {}, who)), told(name));
      const asked = { Arn: submitted, ServiceNamespaces };
      const listed = cloud.prepared(who, "iam:ListPoliciesGrantingServiceAccess", asked, powers);
      assert.match(await codeOf(listed), told(name));
    }
    const job = await generate(submitted);
    assert.equal((await details(job)).JobStatus, "COMPLETED");
    cloud.call(cloud.root(), "iam:UpdateUser", { UserName: "Bob", NewPath: "/open/" });
    const failed = await details(job);
    assert.deepEqual(
      [failed.JobStatus, failed.Error?.Message],
      ["FAILED", `ARN ${own("user", "secret/Bob")} not found`],
    );
  });

  it("attack: a job without an owner is nobody's", async () => {
    const { cloud, powers, generate } = furnished();
    const kept: AccessJob[] = [];
    const keeping = { ...powers, keepAccessJob: async (_: string, job: AccessJob) => kept.push(job) > 0 };
    await cloud.prepared(cloud.root(), "iam:GenerateServiceLastAccessedDetails", { Arn: ann }, keeping);
    const { owner: _, ...ownerless } = kept[0] as AccessJob;
    const finding = { ...powers, findAccessJob: async () => ownerless as AccessJob };
    const input = { JobId: await generate(ann) };
    const got = cloud.prepared(cloud.root(), "iam:GetServiceLastAccessedDetails", input, finding);
    assert.match(await codeOf(got), /^NoSuchEntity: /);
  });
});
