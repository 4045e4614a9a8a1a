import type { KeyObject } from "node:crypto";
import { type DataKeyRow, newDataKey, unwrapDataKey } from "./data-key.ts";
import { keyLife } from "./key-life.ts";
import { type MasterKey, MasterKeyError } from "./master-key.ts";
import { encodeParts } from "./parts.ts";
import { type Purpose, purposes } from "./purposes.table.ts";
import { sameBytes } from "./secret.ts";
import { assertAuthenticates, wrapSurely } from "./wrap-surely.ts";

export interface DataKey {
  readonly number: number;
  readonly purpose: Purpose;
  readonly key: KeyObject;
}

/**
 * The data keys of a deployment, opened. They stay in memory and are never printed (a KeyObject shows nothing). Whoever
 * holds a ring sees what it was renewed to: `sealing` and `opening` are read anew at every use.
 */
export interface KeyRing {
  readonly deploymentId: string;
  /** The one that seals, of each purpose. */
  readonly sealing: ReadonlyMap<Purpose, DataKey>;
  /** All that open, by number. */
  readonly opening: ReadonlyMap<number, DataKey>;
  /**
   * Takes these rows for what is kept, all at once; a row that it has seen as it is costs nothing. Where it gives a
   * failure, or rejects as `openKeyRing` does, the ring stays what it was.
   */
  renew(rows: readonly DataKeyRow[]): Promise<KeyRingFailure | undefined>;
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
  const keyCheck = await wrapSurely(masterKey, checkValue(deploymentId));
  await assertAuthenticates(masterKey, keyCheck);
  return { rows: await newDataKeys(masterKey, deploymentId, 1, created), keyCheck };
}

/** A new key of each purpose, numbered from `first` on. */
export async function newDataKeys(
  masterKey: MasterKey,
  deploymentId: string,
  first: number,
  created: number,
): Promise<readonly DataKeyRow[]> {
  const rows: DataKeyRow[] = [];
  // One after another: each may be a process that asks a service far away.
  for (const purpose of allPurposes) {
    rows.push(await newDataKey(masterKey, { deploymentId, purpose, number: first + rows.length, created }));
  }
  return rows;
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
  let keys: OpenedKeys = { sealing: new Map(), opening: new Map(), wrapped: new Map() };
  const ring: KeyRing = {
    deploymentId,
    get sealing() {
      return keys.sealing;
    },
    get opening() {
      return keys.opening;
    },
    async renew(next) {
      const opened = await openRows(masterKey, deploymentId, next, keys);
      if ("code" in opened) return opened;
      keys = opened;
      return undefined;
    },
  };
  return (await ring.renew(rows)) ?? { ok: true, ring };
}

interface OpenedKeys extends Pick<KeyRing, "sealing" | "opening"> {
  /** The wrapping that each was opened from. */
  readonly wrapped: ReadonlyMap<number, Uint8Array>;
}

async function openRows(
  masterKey: MasterKey,
  deploymentId: string,
  rows: readonly DataKeyRow[],
  known: OpenedKeys,
): Promise<OpenedKeys | KeyRingFailure> {
  const opening = new Map<number, DataKey>();
  const sealing = new Map<Purpose, DataKey>();
  const wrapped = new Map<number, Uint8Array>();
  for (const row of rows) {
    const purpose = allPurposes.find((each) => each === row.purpose);
    if (purpose === undefined) continue;
    const { number } = row;
    if (opening.has(number)) return failure("doubled-key", `There are two data keys of number ${number}.`);
    const dataKey = remembered(row, known) ?? (await opened(masterKey, deploymentId, row, purpose));
    if (dataKey === undefined) {
      return failure(
        "damaged-key",
        `Data key ${number} (${purpose}) does not open: it was changed or moved, or wrapped with a master key that this server was not given.`,
      );
    }
    opening.set(number, dataKey);
    wrapped.set(number, row.wrapped);
    if (keyLife(row, rows) === "sealing") sealing.set(purpose, dataKey);
  }
  const missing = allPurposes.filter((purpose) => !sealing.has(purpose));
  if (missing.length > 0)
    return failure("missing-key", `There is no active data key for: ${missing.join(", ")}.`);
  return { sealing, opening, wrapped };
}

function remembered({ number, purpose, wrapped }: DataKeyRow, known: OpenedKeys): DataKey | undefined {
  const before = known.wrapped.get(number);
  if (before === undefined || !sameBytes(before, wrapped)) return undefined;
  const dataKey = known.opening.get(number);
  return dataKey?.purpose === purpose ? dataKey : undefined;
}

async function opened(
  masterKey: MasterKey,
  deploymentId: string,
  row: DataKeyRow,
  purpose: Purpose,
): Promise<DataKey | undefined> {
  const key = await ofThisMasterKey(unwrapDataKey(masterKey, deploymentId, row));
  return key === undefined ? undefined : { number: row.number, purpose, key };
}

function checkValue(deploymentId: string): Buffer {
  return encodeParts(["portcullis master key check 1", deploymentId]);
}

/** undefined where another master key wrapped it. */
async function ofThisMasterKey<T>(unwrapped: Promise<T>): Promise<T | undefined> {
  try {
    return await unwrapped;
  } catch (error) {
    if (error instanceof MasterKeyError) return undefined;
    throw error;
  }
}

function failure(code: KeyRingFailure["code"], message: string): KeyRingFailure {
  return { ok: false, code, message };
}
