/** Our own service: who may call it, and what it makes of what the process tells. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { services } from "@portcullis/aws-model";
import type { BackupFacts, BackupRefusal, DeploymentFacts, OperationId } from "@portcullis/services";
import { newCloud, other, start } from "./harness.ts";
import { allow, document, holder, person } from "./people.ts";

const operations = Object.keys(services.portcullis.operations).map(
  (name) => `portcullis:${name}` as OperationId,
);

const deployment: DeploymentFacts = {
  id: "d-1",
  incarnation: "i-1",
  partition: "aws",
  version: "1.2.3",
  format: 4,
  storageKind: "sqlite",
};

const backup: BackupFacts = {
  path: "/data/backups/b",
  size: 5,
  sha256: "0".repeat(64),
  created: start,
  deploymentId: "d-1",
  incarnation: "i-1",
  realms: 2,
  revisions: 9,
  entities: 7,
  events: 3,
};

describe("attack: the administrator of another account calls the operator's actions", () => {
  const everything = allow("*");
  const words = (arn: string, id: string) => ({
    code: "AccessDenied",
    message: `User: ${arn} is not authorized to perform: ${id} because the installation takes it from the operator's account only`,
  });

  for (const id of operations) {
    it(`and is refused by ${id} as root, as a user and as a session that may do everything`, () => {
      const cloud = newCloud();
      const root = cloud.root(other);
      const admin = person(cloud, "Admin", everything, other);
      const session = holder(cloud.call(admin, "sts:GetSessionToken"), other);
      const of = (name: string) => `arn:aws:iam::${other}:${name}`;
      assert.deepEqual(cloud.refusal(root, id), words(of("root"), id));
      assert.deepEqual(cloud.refusal(admin, id), words(of("user/Admin"), id));
      assert.deepEqual(cloud.refusal(session, id), words(of("user/Admin"), id));
    });

    it(`and is refused by ${id} before a policy of its own could tell anything`, () => {
      const cloud = newCloud();
      const who = person(cloud, "Denied", document({ Effect: "Deny", Action: "*" }), other);
      assert.deepEqual(cloud.refusal(who, id), words(`arn:aws:iam::${other}:user/Denied`, id));
    });
  }
});

describe("the operator's account", () => {
  it("describes the deployment", async () => {
    const cloud = newCloud();
    const ann = person(cloud, "Ann", allow("portcullis:DescribeDeployment"));
    const powers = { describeDeployment: async () => deployment };
    const { Deployment } = await cloud.prepared(ann, "portcullis:DescribeDeployment", {}, powers);
    assert.deepEqual(Deployment, {
      DeploymentId: "d-1",
      Incarnation: "i-1",
      Partition: "aws",
      Created: start,
      Version: "1.2.3",
      Format: 4,
      StorageKind: "sqlite",
    });
  });

  it("is told of the backup that was made", async () => {
    const cloud = newCloud();
    const powers = { createBackup: async () => backup };
    const { Backup } = await cloud.prepared(cloud.root(), "portcullis:CreateBackup", {}, powers);
    assert.equal(Backup.Path, "/data/backups/b");
    assert.equal(Backup.Revisions, 9);
  });

  it("is told why there is none", async () => {
    const cloud = newCloud();
    const codes = {
      "in-progress": "BackupInProgressException",
      failed: "BackupFailedException",
      "keeps-nothing": "UnsupportedOperationException",
    } as const;
    for (const [refused, code] of Object.entries(codes) as [BackupRefusal["refused"], string][]) {
      const powers = { createBackup: async () => ({ refused, message: "why." }) };
      const call = cloud.prepared(cloud.root(), "portcullis:CreateBackup", {}, powers);
      await assert.rejects(call, { code, message: "why." });
    }
  });
});
