import type { DataKeyRow } from "./data-key.ts";
import type { MasterKeys } from "./several-master-keys.ts";
import { assertAuthenticates, wrapSurely } from "./wrap-surely.ts";

/** All that the master key of a deployment wraps. */
export interface WrappedKeys {
  readonly rows: readonly DataKeyRow[];
  readonly keyCheck: Uint8Array;
}

/**
 * The same keys, wrapped by the first of the master keys; also those whose purpose this version does not know. Rejects
 * where one of them does not open: then nothing may be put in its place.
 */
export async function rewrapKeys(masterKeys: MasterKeys, kept: WrappedKeys): Promise<WrappedKeys> {
  const keyCheck = await rewrapped(masterKeys, kept.keyCheck);
  await assertAuthenticates(masterKeys.first, keyCheck);
  const rows: DataKeyRow[] = [];
  for (const row of kept.rows) rows.push({ ...row, wrapped: await rewrapped(masterKeys, row.wrapped) });
  return { rows, keyCheck };
}

async function rewrapped(masterKeys: MasterKeys, wrapped: Uint8Array): Promise<Uint8Array> {
  const plain = Uint8Array.from(await masterKeys.unwrap(wrapped));
  try {
    return await wrapSurely(masterKeys.first, plain);
  } finally {
    plain.fill(0);
  }
}
