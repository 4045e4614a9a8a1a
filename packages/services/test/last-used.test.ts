/** What access keys and roles were last used for, as the uses that the process found say. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Powers } from "@portcullis/services";
import { StorageError } from "@portcullis/storage";
import { type Cloud, home, newCloud, other, start } from "./harness.ts";
import { type KindOfUse, reportPowers } from "./kept-reports.ts";
import { allow, document, person, role } from "./people.ts";

const DAY = 86_400_000;

const uses = reportPowers;
const away: Partial<Powers> = { findUses: () => Promise.reject(new StorageError("away", "gone")) };

const use = (who: string, time: number, region = "us-east-1"): KindOfUse => ({
  kind: "service",
  ...{ who, service: "iam", action: "", time, region },
});

describe("an access key", () => {
  const ask = (cloud: Cloud, id: string, powers: Partial<Powers>, who = cloud.root()) =>
    cloud.prepared(who, "iam:GetAccessKeyLastUsed", { AccessKeyId: id }, powers);

  it("was last used at a time, for a service, in a Region", async () => {
    const cloud = newCloud();
    const { accessKeyId } = person(cloud, "Ann");
    const used = { ...use(accessKeyId, start, "eu-west-1"), kind: "access-key", service: "sts" } as const;
    assert.deepEqual(await ask(cloud, accessKeyId, uses(used, { ...used, who: "AKIAOTHER" })), {
      UserName: "Ann",
      AccessKeyLastUsed: { LastUsedDate: start, ServiceName: "sts", Region: "eu-west-1" },
    });
  });

  it("that was never used has no date", async () => {
    const cloud = newCloud();
    const { accessKeyId } = person(cloud, "Ann");
    const AccessKeyLastUsed = { ServiceName: "N/A", Region: "N/A" };
    assert.deepEqual(await ask(cloud, accessKeyId, uses()), { UserName: "Ann", AccessKeyLastUsed });
    const ofRoot = await ask(cloud, cloud.root().accessKeyId, uses());
    assert.deepEqual(ofRoot, { UserName: "root", AccessKeyLastUsed });
  });

  it("is told of to who may ask for its user", async () => {
    const cloud = newCloud();
    const ann = person(
      cloud,
      "Ann",
      document({ Action: "iam:GetAccessKeyLastUsed", Resource: `arn:aws:iam::${home}:user/Ann` }),
    );
    const bob = person(cloud, "Bob");
    assert.equal((await ask(cloud, ann.accessKeyId, uses(), ann)).UserName, "Ann");
    for (const id of [bob.accessKeyId, "AKIAIOSFODNN7EXAMPLE"]) {
      assert.deepEqual(cloud.refusal(ann, "iam:GetAccessKeyLastUsed", { AccessKeyId: id }), {
        code: "AccessDenied",
        message: `User: arn:aws:iam::${home}:user/Ann is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key ${id} because no identity-based policy allows the iam:GetAccessKeyLastUsed action`,
      });
    }
  });

  it("that is not there cannot be found, and another account's is not told of", () => {
    const cloud = newCloud();
    const { accessKeyId } = person(cloud, "Ann");
    const root = cloud.root();
    cloud.call(root, "iam:DeleteAccessKey", { UserName: "Ann", AccessKeyId: accessKeyId });
    assert.deepEqual(cloud.refusal(root, "iam:GetAccessKeyLastUsed", { AccessKeyId: accessKeyId }), {
      code: "NoSuchEntity",
      message: `The Access Key with id ${accessKeyId} cannot be found.`,
    });
    const foreign = person(cloud, "Ann", allow("*"), other);
    const { code } = cloud.refusal(root, "iam:GetAccessKeyLastUsed", { AccessKeyId: foreign.accessKeyId });
    assert.equal(code, "AccessDenied");
  });
});

describe("a role", () => {
  /** As GetRole and the authorization details tell it, which is the same. */
  async function lastUsed(cloud: Cloud, powers: Partial<Powers>): Promise<unknown> {
    const root = cloud.root();
    const { Role } = await cloud.prepared(root, "iam:GetRole", { RoleName: "Worker" }, powers);
    const details = await cloud.prepared(root, "iam:GetAccountAuthorizationDetails", {}, powers);
    const [detail] = details.RoleDetailList ?? [];
    assert.deepEqual(detail?.RoleLastUsed, Role.RoleLastUsed);
    return Role.RoleLastUsed;
  }
  function withRole() {
    const cloud = newCloud();
    role(cloud, "Worker");
    const { id = "" } = cloud.state().indexes.rolesByName.get("worker") ?? {};
    return { cloud, id };
  }

  it("was last used when it last used any service", async () => {
    const { cloud, id } = withRole();
    const found = uses(
      use(id, start - 5),
      use(id, start - 2, "eu-west-1"),
      use(id, start - 9),
      use("AROAB", start),
    );
    assert.deepEqual(await lastUsed(cloud, found), { LastUsedDate: start - 2, Region: "eu-west-1" });
  });

  it("that was not used in 400 days has no last use", async () => {
    const { cloud, id } = withRole();
    assert.deepEqual(await lastUsed(cloud, uses()), {});
    assert.deepEqual(await lastUsed(cloud, uses(use(id, start - 400 * DAY))), {});
    assert.notDeepEqual(await lastUsed(cloud, uses(use(id, start - 399 * DAY))), {});
  });

  it("is shown without its last use while nobody can say", async () => {
    const { cloud } = withRole();
    assert.equal(await lastUsed(cloud, away), undefined);
  });

  it("is listed without its last use", () => {
    const { cloud } = withRole();
    const [listed] = cloud.call(cloud.root(), "iam:ListRoles").Roles;
    assert.equal(listed?.RoleLastUsed, undefined);
  });

  it("attack: is one of many, of which a page tells all, each use looked at a few times and not once a role", async () => {
    const cloud = newCloud();
    for (let at = 0; at < 50; at++) role(cloud, `Role${at}`);
    const ids = [...cloud.state().byId.role.values()].map(({ id }) => id);
    let looks = 0;
    const many = ids.map((id) => ({
      ...use(id, start),
      get who() {
        looks++;
        return id;
      },
    }));
    const { RoleDetailList } = await cloud.prepared(
      cloud.root(),
      "iam:GetAccountAuthorizationDetails",
      { Filter: ["Role"] },
      { findUses: async () => many },
    );
    assert.ok(RoleDetailList?.every(({ RoleLastUsed }) => RoleLastUsed?.LastUsedDate === start));
    assert.ok(looks <= 50 * 5, `${looks}`);
  });
});
