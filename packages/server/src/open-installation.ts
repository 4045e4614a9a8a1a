import { randomUUID } from "node:crypto";
import { createKeys, type KeyRing, type MasterKeys, openKeyRing } from "@portcullis/keys";
import type { Deployment, KeyRow, RealmWrite, Storage } from "@portcullis/storage";
import type { PartitionName } from "./config/partitions.table.ts";
import { isPartitionName } from "./config/partitions.table.ts";
import type { FileProblem } from "./data-directory/private-files.ts";
import { accountWrite, installationWrite, type NewAccount, type RootKey } from "./first-start.ts";
import { formatsProblem } from "./realms/held-formats.ts";

/** An installation that is there: its keys are open. */
export interface Installation {
  readonly deployment: Omit<Deployment, "format">;
  readonly partition: PartitionName;
  readonly ring: KeyRing;
  readonly masterKeys: MasterKeys;
}

/** What a first start keeps, in one transaction; an ephemeral server keeps it again at each reset. */
export interface FirstState {
  readonly deployment: Omit<Deployment, "format">;
  readonly keys: readonly KeyRow[];
  readonly writes: readonly RealmWrite[];
  readonly ring: KeyRing;
  readonly masterKeys: MasterKeys;
}

export function installationOf(
  { deployment, ring, masterKeys }: FirstState,
  partition: PartitionName,
): Installation {
  return { deployment, partition, ring, masterKeys };
}

/** Everything of a new installation: deployment, keys, the operator's account and its root key. Keeps nothing. */
export async function makeFirstState(
  masterKeys: MasterKeys,
  partition: PartitionName,
  account: NewAccount,
  root: RootKey,
): Promise<FirstState> {
  const id = randomUUID();
  const { rows, keyCheck } = await createKeys(masterKeys, id, account.created);
  const opened = await openKeyRing({ deploymentId: id, keyCheck, rows, masterKey: masterKeys });
  if (!opened.ok) throw new Error(opened.message);
  return {
    deployment: { id, incarnation: randomUUID(), partition, keyCheck },
    keys: rows,
    writes: [installationWrite([account]), accountWrite(opened.ring, account, root)],
    ring: opened.ring,
    masterKeys,
  };
}

export async function keepFirstState(storage: Storage, first: FirstState): Promise<void> {
  await storage.initialize(first.deployment, first.keys, {
    writes: first.writes,
    relied: [],
    events: [],
    once: [],
  });
}

/** Opens what an earlier start made. Master keys of which none fits are refused. */
export async function openInstallation(
  storage: Storage,
  deployment: Deployment,
  masterKeys: MasterKeys,
): Promise<Installation | FileProblem> {
  const newer = await formatsProblem(storage);
  if (newer !== undefined) return newer;
  const opened = await openKeyRing({
    deploymentId: deployment.id,
    keyCheck: deployment.keyCheck,
    rows: await storage.keys(),
    masterKey: masterKeys,
  });
  if (!opened.ok) return { problem: opened.message };
  if (!isPartitionName(deployment.partition)) {
    return {
      problem: `The installation is of the partition ${deployment.partition}, which this release does not know.`,
    };
  }
  return { deployment, partition: deployment.partition, ring: opened.ring, masterKeys };
}

/** The partition of an existing installation stays what it is. */
export function partitionProblem(
  asked: PartitionName | undefined,
  kept: PartitionName,
): FileProblem | undefined {
  if (asked === undefined || asked === kept) return undefined;
  return {
    problem: `The installation is of the partition ${kept}; it was chosen at the first start and stays.`,
  };
}
