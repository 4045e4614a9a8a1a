/** Our own service: who may call it, and what it makes of what the process tells. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { services } from "@portcullis/aws-model";
import type { Asker, BackupFacts, BackupRefusal, DeploymentFacts, OperationId } from "@portcullis/services";
import { cases } from "./denied.table.ts";
import { newCloud, other, start } from "./harness.ts";
import { allow, document, holder, person } from "./people.ts";

/** All but what any account may ask of its own. */
const operations = Object.keys(services.portcullis.operations)
  .filter((name) => name !== "ListDelegationNotifications")
  .map((name) => `portcullis:${name}` as OperationId);

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
    const input = cases[id]?.input as never;

    it(`and is refused by ${id} as root, as a user and as a session that may do everything`, () => {
      const cloud = newCloud();
      const root = cloud.root(other);
      const admin = person(cloud, "Admin", everything, other);
      const session = holder(cloud.call(admin, "sts:GetSessionToken"), other);
      const of = (name: string) => `arn:aws:iam::${other}:${name}`;
      assert.deepEqual(cloud.refusal(root, id, input), words(of("root"), id));
      assert.deepEqual(cloud.refusal(admin, id, input), words(of("user/Admin"), id));
      assert.deepEqual(cloud.refusal(session, id, input), words(of("user/Admin"), id));
    });

    it(`and is refused by ${id} before a policy of its own could tell anything`, () => {
      const cloud = newCloud();
      const who = person(cloud, "Denied", document({ Effect: "Deny", Action: "*" }), other);
      assert.deepEqual(cloud.refusal(who, id, input), words(`arn:aws:iam::${other}:user/Denied`, id));
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
    const askers: Asker[] = [];
    const powers = {
      async createBackup(asker: Asker) {
        askers.push(asker);
        return backup;
      },
    };
    const { Backup } = await cloud.prepared(cloud.root(), "portcullis:CreateBackup", {}, powers);
    const { account } = cloud.root();
    assert.deepEqual(
      askers.map((asker) => [asker.account, asker.principal]),
      [[account, `arn:aws:iam::${account}:root`]],
    );
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

  it("is told what each data key does, and how far a rotation is", async () => {
    const cloud = newCloud();
    const ann = person(cloud, "Ann", allow("portcullis:DescribeKeys"));
    const key = { number: 1, purpose: "at-rest", created: start };
    const powers = {
      describeKeys: async () =>
        ({
          keys: [
            { ...key, state: "retired", retired: start + 1000 },
            { ...key, number: 8, state: "seals", retired: undefined },
          ],
          wrappedByFirst: true,
          rotation: { step: "resealing", begun: start, left: { values: 3, unreadable: 1 } },
        }) as const,
    };
    assert.deepEqual(await cloud.prepared(ann, "portcullis:DescribeKeys", {}, powers), {
      Keys: [
        { Number: 1, Purpose: "at-rest", State: "retired", Created: start, Retired: start + 1000 },
        { Number: 8, Purpose: "at-rest", State: "seals", Created: start },
      ],
      WrappedByFirst: true,
      Rotation: { Step: "resealing", Begun: start, ValuesLeft: 3, ValuesUnreadable: 1 },
    });
  });

  it("asks for a rotation in the name of its caller, and is told whether it is a new one", async () => {
    const cloud = newCloud();
    const ann = person(cloud, "Ann", allow("portcullis:RotateKeys"));
    const askers: Asker[] = [];
    const rotation = { step: "announced", begun: start, left: undefined } as const;
    const powers = {
      async rotateKeys(asker: Asker) {
        askers.push(asker);
        return { started: askers.length === 1, wrappedByFirst: false, rotation };
      },
    };
    for (const Started of [true, false]) {
      assert.deepEqual(await cloud.prepared(ann, "portcullis:RotateKeys", {}, powers), {
        Started,
        WrappedByFirst: false,
        Rotation: { Step: "announced", Begun: start },
      });
    }
    const [asker] = askers;
    assert.equal(asker?.account, ann.account);
    assert.equal(asker?.principal, `arn:aws:iam::${ann.account}:user/Ann`);
    assert.ok(asker?.requestId);
  });

  it("is told where there is no rotation, and why a server cannot use the keys", async () => {
    const cloud = newCloud();
    const idle = { keys: [], wrappedByFirst: true, rotation: undefined };
    const described = cloud.prepared(
      cloud.root(),
      "portcullis:DescribeKeys",
      {},
      {
        describeKeys: async () => idle,
      },
    );
    assert.deepEqual(await described, { Keys: [], WrappedByFirst: true });
    const problem = "A data key does not open.";
    const powers = { describeKeys: async () => ({ problem }), rotateKeys: async () => ({ problem }) };
    for (const id of ["portcullis:DescribeKeys", "portcullis:RotateKeys"] as const) {
      await assert.rejects(cloud.prepared(cloud.root(), id, {}, powers), {
        code: "KeysUnavailableException",
        message: problem,
      });
    }
  });
});
