import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import type { MasterKey } from "./master-key.ts";
import { encodeParts } from "./parts.ts";
import type { Purpose } from "./purposes.table.ts";
import { wrapSurely } from "./wrap-surely.ts";

/** A wrapped data key as it is kept. */
export interface DataKeyRow {
  /** 1 to 2^32 - 1, its own among the keys of the deployment. */
  readonly number: number;
  readonly purpose: string;
  /** Opens only under the master key, as the key of this deployment, purpose and number. */
  readonly wrapped: Uint8Array;
  /** Epoch milliseconds. */
  readonly created: number;
  /** Of the active keys of a purpose the one with the greatest number seals; all keys open. */
  readonly active: boolean;
  /** Since when it is no longer active, epoch milliseconds; undefined where it is, or is not yet. */
  readonly retired: number | undefined;
}

export interface NewDataKey {
  readonly deploymentId: string;
  readonly purpose: Purpose;
  readonly number: number;
  readonly created: number;
}

const dataKeyBytes = 32;
export const largestKeyNumber = 2 ** 32 - 1;

/** A new random key of one purpose, wrapped and active. */
export async function newDataKey(masterKey: MasterKey, facts: NewDataKey): Promise<DataKeyRow> {
  const { deploymentId, purpose, number, created } = facts;
  if (!Number.isSafeInteger(number) || number < 1 || number > largestKeyNumber) {
    throw new RangeError("a key's number is between 1 and 2^32 - 1");
  }
  const key = randomBytes(dataKeyBytes);
  const plain = Buffer.concat([place(deploymentId, purpose, number), key]);
  const wrapped = await wrapSurely(masterKey, plain);
  key.fill(0);
  plain.fill(0);
  return { number, purpose, wrapped, created, active: true, retired: undefined };
}

/**
 * The key in a row; undefined where the row was wrapped as the key of another deployment, purpose or number. Rejects
 * as `unwrap` does.
 */
export async function unwrapDataKey(
  masterKey: MasterKey,
  deploymentId: string,
  row: DataKeyRow,
): Promise<KeyObject | undefined> {
  const plain = await masterKey.unwrap(row.wrapped);
  const expected = place(deploymentId, row.purpose, row.number);
  const fits =
    plain.length === expected.length + dataKeyBytes && expected.equals(plain.subarray(0, expected.length));
  const key = fits ? createSecretKey(plain.subarray(expected.length)) : undefined;
  plain.fill(0);
  return key;
}

/** What stands before the key inside the wrapping: a row that was moved or renamed does not open. */
function place(deploymentId: string, purpose: string, number: number): Buffer {
  return encodeParts(["portcullis data key 1", deploymentId, purpose, String(number)]);
}
