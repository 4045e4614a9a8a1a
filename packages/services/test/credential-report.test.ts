/** The credentials of everybody in an account, as CSV. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Cloud, home, newCloud, other, Refused, start } from "./harness.ts";
import { type ReportPowers, reportPowers } from "./kept-reports.ts";
import { device, enabled } from "./mfa.ts";
import { passwordsOf } from "./passwords.ts";
import { person } from "./people.ts";

const HOUR = 3_600_000;
const header =
  "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active," +
  "access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service," +
  "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service," +
  "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated,additional_credentials_info";

const generate = (cloud: Cloud, powers: ReportPowers, who = cloud.root()) =>
  cloud.prepared(who, "iam:GenerateCredentialReport", {}, powers);
const get = (cloud: Cloud, powers: ReportPowers, who = cloud.root()) =>
  cloud.prepared(who, "iam:GetCredentialReport", {}, powers);

/** The rows of a report made now, as objects by column. */
async function rows(cloud: Cloud, powers = reportPowers()) {
  await generate(cloud, powers);
  const { Content = new Uint8Array() } = await get(cloud, powers);
  const [columns = "", ...lines] = Buffer.from(Content).toString().split("\n");
  assert.equal(columns, header);
  const names = columns.split(",");
  return lines.map((line) =>
    Object.fromEntries(line.split(",").map((value, at) => [names[at] ?? `beyond ${at}`, value])),
  );
}

async function refused(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
  return "was answered";
}

describe("a credential report", () => {
  it("is started, and then complete for four hours", async () => {
    const cloud = newCloud();
    const powers = reportPowers();
    assert.equal(await refused(get(cloud, powers)), "ReportNotPresent");
    const started = {
      State: "STARTED",
      Description: "No report exists. Starting a new report generation task",
    };
    assert.deepEqual(await generate(cloud, powers), started);
    cloud.now += 4 * HOUR - 1000;
    assert.deepEqual(await generate(cloud, powers), { State: "COMPLETE" });
    const { GeneratedTime, ReportFormat } = await get(cloud, powers);
    assert.deepEqual([GeneratedTime, ReportFormat], [start, "text/csv"]);
    cloud.now += 1000;
    assert.equal(await refused(get(cloud, powers)), "ReportExpired");
    assert.deepEqual(await generate(cloud, powers), started);
    assert.equal((await get(cloud, powers)).GeneratedTime, start + 4 * HOUR);
  });

  it("stays as it was made, and is one account's", async () => {
    const cloud = newCloud();
    const powers = reportPowers();
    await generate(cloud, powers);
    const before = await get(cloud, powers);
    person(cloud, "Ann");
    assert.deepEqual(await get(cloud, powers), before);
    assert.equal(await refused(get(cloud, powers, cloud.root(other))), "ReportNotPresent");
  });

  it("has root first, then users by name, whose names may hold a comma", async () => {
    const cloud = newCloud();
    for (const UserName of ["bob", "Ann", "A,b"]) cloud.call(cloud.root(), "iam:CreateUser", { UserName });
    const powers = reportPowers();
    await generate(cloud, powers);
    const text = Buffer.from((await get(cloud, powers)).Content ?? []).toString();
    assert.deepEqual(
      text.split("\n").map((line) => line.slice(0, 6)),
      ["user,a", "<root_", '"A,b",', "Ann,ar", "bob,ar"],
    );
    assert.ok(text.includes(`"A,b","arn:aws:iam::${home}:user/A,b",`));
  });

  it("tells of root's access key, and that root has no password", async () => {
    const [root] = await rows(newCloud());
    assert.deepEqual(root, {
      user: "<root_account>",
      arn: `arn:aws:iam::${home}:root`,
      user_creation_time: "2026-01-15T12:00:00+00:00",
      password_enabled: "false",
      password_last_used: "N/A",
      password_last_changed: "N/A",
      password_next_rotation: "not_supported",
      mfa_active: "false",
      access_key_1_active: "true",
      access_key_1_last_rotated: "2026-01-15T12:00:00+00:00",
      access_key_1_last_used_date: "N/A",
      access_key_1_last_used_region: "N/A",
      access_key_1_last_used_service: "N/A",
      access_key_2_active: "false",
      access_key_2_last_rotated: "N/A",
      access_key_2_last_used_date: "N/A",
      access_key_2_last_used_region: "N/A",
      access_key_2_last_used_service: "N/A",
      cert_1_active: "false",
      cert_1_last_rotated: "N/A",
      cert_2_active: "false",
      cert_2_last_rotated: "N/A",
      additional_credentials_info: "N/A",
    });
  });

  it("tells of both keys of a user, their state and their last use", async () => {
    const cloud = newCloud();
    const { accessKeyId } = person(cloud, "Ann");
    cloud.now += 60_000;
    cloud.call(cloud.root(), "iam:CreateAccessKey", { UserName: "Ann" });
    cloud.call(cloud.root(), "iam:UpdateAccessKey", {
      UserName: "Ann",
      AccessKeyId: accessKeyId,
      Status: "Inactive",
    });
    const use = { who: accessKeyId, service: "sts", action: "", time: start + 1500, region: "eu-west-1" };
    const [, ann] = await rows(cloud, reportPowers({ kind: "access-key", ...use }));
    const { access_key_1_active, access_key_1_last_used_date, access_key_1_last_used_region } = ann ?? {};
    assert.deepEqual(
      [access_key_1_active, access_key_1_last_used_date, access_key_1_last_used_region],
      ["false", "2026-01-15T12:00:01+00:00", "eu-west-1"],
    );
    assert.equal(ann?.access_key_1_last_used_service, "sts");
    assert.deepEqual(
      [ann?.access_key_2_active, ann?.access_key_2_last_rotated, ann?.access_key_2_last_used_date],
      ["true", "2026-01-15T12:01:00+00:00", "N/A"],
    );
  });

  it("tells of a password, and when it is to be another one", async () => {
    const cloud = newCloud();
    cloud.call(cloud.root(), "iam:CreateUser", { UserName: "Ann" });
    const passwords = passwordsOf(cloud);
    await passwords.call(cloud.root(), "iam:CreateLoginProfile", { UserName: "Ann", Password: "Tulip-1953" });
    const columns = ["enabled", "last_used", "last_changed", "next_rotation"];
    const told = async () => {
      const [, ann] = await rows(cloud);
      return columns.map((column) => ann?.[`password_${column}`]);
    };
    const changed = "2026-01-15T12:00:00+00:00";
    assert.deepEqual(await told(), ["true", "no_information", changed, "N/A"]);
    cloud.call(cloud.root(), "iam:UpdateAccountPasswordPolicy", { MaxPasswordAge: 90 });
    assert.deepEqual(await told(), ["true", "no_information", changed, "2026-04-15T12:00:00+00:00"]);
  });

  it("tells who has an MFA device that is enabled", async () => {
    const cloud = newCloud();
    person(cloud, "Ann");
    person(cloud, "Bob");
    enabled(cloud, "Bob", device(cloud, "Phone"));
    device(cloud, "Spare");
    assert.deepEqual(
      (await rows(cloud)).map((row) => row.mfa_active),
      ["false", "false", "true"],
    );
  });

  it("tells of signing certificates", async () => {
    const cloud = newCloud();
    person(cloud, "Ann");
    const owner = cloud.state().indexes.usersByName.get("ann")?.id ?? "";
    const certificate = { kind: "signing-certificate", owner, body: "" } as const;
    cloud.put(
      home,
      { ...certificate, id: "A", status: "Inactive", created: start },
      { ...certificate, id: "B", status: "Active", created: start + 1000 },
    );
    const [, ann] = await rows(cloud);
    assert.deepEqual(
      [ann?.cert_1_active, ann?.cert_1_last_rotated, ann?.cert_2_active, ann?.cert_2_last_rotated],
      ["false", "2026-01-15T12:00:00+00:00", "true", "2026-01-15T12:00:01+00:00"],
    );
  });

  it("attack: of thousands of users, asked for many times at once, keeps no other call waiting", async () => {
    const cloud = newCloud();
    for (let at = 0; at < 20; at++) person(cloud, `User${at}`);
    const powers = reportPowers();
    let gaveWay = 0;
    await generate(cloud, {
      ...powers,
      async inSlices(account, work) {
        assert.equal(account, home);
        for (;;) {
          const { done, value } = work.next();
          if (done === true) return { result: value };
          gaveWay++;
        }
      },
    });
    assert.equal(gaveWay, 20, "it gave way before each");
    const busy = { ...reportPowers(), inSlices: async () => "busy" as const };
    assert.equal(await refused(generate(cloud, busy)), "Throttling");
    assert.equal(await refused(get(cloud, busy)), "ReportNotPresent");
  });
});
