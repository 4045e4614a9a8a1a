import type { KeyObject } from "node:crypto";
import { type DataKeyRow, newDataKey, unwrapDataKey } from "./data-key.ts";
import { type MasterKey, MasterKeyError } from "./master-key.ts";
import { encodeParts } from "./parts.ts";
import { type Purpose, purposes } from "./purposes.table.ts";

export interface DataKey {
  readonly number: number;
  readonly purpose: Purpose;
  readonly key: KeyObject;
}

/** The data keys of a deployment, opened. They stay in memory and are never printed (a KeyObject shows nothing). */
export interface KeyRing {
  readonly deploymentId: string;
  /** The one that seals, of each purpose. */
  readonly sealing: ReadonlyMap<Purpose, DataKey>;
  /** All that open, by number. */
  readonly opening: ReadonlyMap<number, DataKey>;
}

/** Why the keys of a deployment cannot be used; a server that meets one refuses to start. */
export interface KeyRingFailure {
  readonly ok: false;
  readonly code: "wrong-master-key" | "foreign-keys" | "damaged-key" | "doubled-key" | "missing-key";
  readonly message: string;
}

const allPurposes = Object.keys(purposes) as readonly Purpose[];

/**
 * The keys of a new deployment: one of each purpose, random and wrapped, and the check value by which a start learns
 * whether it has the right master key.
 * @param created epoch milliseconds
 */
export async function createKeys(
  masterKey: MasterKey,
  deploymentId: string,
  created: number,
): Promise<{ readonly rows: readonly DataKeyRow[]; readonly keyCheck: Uint8Array }> {
  const rows = await Promise.all(
    allPurposes.map((purpose, at) =>
      newDataKey(masterKey, { deploymentId, purpose, number: at + 1, created }),
    ),
  );
  return { rows, keyCheck: await masterKey.wrap(checkValue(deploymentId)) };
}

/**
 * Opens the kept keys. Of several active keys of a purpose the one with the greatest number seals, so that a new key
 * may be added before the old one is retired. Rows of purposes that this version does not know are left alone.
 * Rejects where the master key's holder cannot be asked.
 */
export async function openKeyRing(kept: {
  readonly deploymentId: string;
  readonly keyCheck: Uint8Array;
  readonly rows: readonly DataKeyRow[];
  readonly masterKey: MasterKey;
}): Promise<{ readonly ok: true; readonly ring: KeyRing } | KeyRingFailure> {
  const { deploymentId, rows, masterKey } = kept;
  const check = await ofThisMasterKey(masterKey.unwrap(kept.keyCheck));
  if (check === undefined) {
    return failure(
      "wrong-master-key",
      "The master key is not the one that this deployment's keys are wrapped with.",
    );
  }
  if (!checkValue(deploymentId).equals(check)) {
    return failure("foreign-keys", "The keys were made for another deployment.");
  }
  const opening = new Map<number, DataKey>();
  const sealing = new Map<Purpose, DataKey>();
  for (const row of rows) {
    const purpose = allPurposes.find((each) => each === row.purpose);
    if (purpose === undefined) continue;
    const { number } = row;
    if (opening.has(number)) return failure("doubled-key", `There are two data keys of number ${number}.`);
    const key = await ofThisMasterKey(unwrapDataKey(masterKey, deploymentId, row));
    if (key === undefined) {
      return failure(
        "damaged-key",
        `Data key ${number} (${purpose}) does not open: it was changed or moved.`,
      );
    }
    const dataKey = { number, purpose, key };
    opening.set(number, dataKey);
    if (row.active && number > (sealing.get(purpose)?.number ?? 0)) sealing.set(purpose, dataKey);
  }
  const missing = allPurposes.filter((purpose) => !sealing.has(purpose));
  if (missing.length > 0)
    return failure("missing-key", `There is no active data key for: ${missing.join(", ")}.`);
  return { ok: true, ring: { deploymentId, sealing, opening } };
}

function checkValue(deploymentId: string): Buffer {
  return encodeParts(["portcullis master key check 1", deploymentId]);
}

/** undefined where another master key wrapped it. */
async function ofThisMasterKey<T>(opened: Promise<T>): Promise<T | undefined> {
  try {
    return await opened;
  } catch (error) {
    if (error instanceof MasterKeyError) return undefined;
    throw error;
  }
}

function failure(code: KeyRingFailure["code"], message: string): KeyRingFailure {
  return { ok: false, code, message };
}
