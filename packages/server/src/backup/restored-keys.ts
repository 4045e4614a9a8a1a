import { randomUUID } from "node:crypto";
import {
  createKeys,
  type KeyRing,
  type MasterKey,
  newDataKey,
  openKeyRing,
  type Purpose,
} from "@portcullis/keys";
import type { Deployment, KeyRow } from "@portcullis/storage";
import { restoredKeys } from "./restored-keys.table.ts";
import type { Verified } from "./verify-backup.ts";

/** Under which name and keys a backup comes back. */
export interface NewIdentity {
  readonly deployment: Deployment;
  readonly keys: readonly KeyRow[];
  /** What everything is sealed under from now on; undefined: it stays as it is. */
  readonly ring: KeyRing | undefined;
}

/** A new incarnation of the same deployment: tokens' keys are new, those of what is kept stay. */
export async function newIncarnation(
  verified: Verified,
  masterKey: MasterKey,
  now: number,
): Promise<NewIdentity> {
  const { keys, header } = verified;
  const { deployment } = header;
  let number = Math.max(...keys.map((key) => key.number));
  const made = Object.entries(restoredKeys)
    .filter(([, fate]) => fate === "new")
    .map(([purpose]) => {
      number += 1;
      return newDataKey(masterKey, {
        deploymentId: deployment.id,
        purpose: purpose as Purpose,
        number,
        created: now,
      });
    });
  const kept = keys.filter(({ purpose }) => restoredKeys[purpose as Purpose] === "kept");
  return {
    deployment: { ...deployment, incarnation: randomUUID() },
    keys: [...kept, ...(await Promise.all(made))],
    ring: undefined,
  };
}

/** A new deployment, which shares no key with the one that was backed up. */
export async function newDeployment(
  verified: Verified,
  masterKey: MasterKey,
  now: number,
): Promise<NewIdentity> {
  const id = randomUUID();
  const { rows, keyCheck } = await createKeys(masterKey, id, now);
  const opened = await openKeyRing({ deploymentId: id, keyCheck, rows, masterKey });
  if (!opened.ok) throw new Error(opened.message);
  return {
    deployment: { ...verified.header.deployment, id, incarnation: randomUUID(), keyCheck },
    keys: rows,
    ring: opened.ring,
  };
}
