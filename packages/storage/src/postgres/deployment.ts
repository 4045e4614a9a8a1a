import { type Deployment, type KeyRow, StorageError, type WrappedKeys } from "../contract.ts";
import { sameKeys } from "../same-keys.ts";
import type { Statement } from "./connection.ts";
import { kept, text } from "./kept-text.ts";
import { tablesFormat } from "./migrations.ts";
import type { Session } from "./session.ts";

const deployed: Statement = {
  name: "deployment",
  text: "SELECT id, incarnation, partition, key_check FROM deployment",
};

export async function readDeployment(session: Session): Promise<Deployment | undefined> {
  const [row] = await session.ask(deployed);
  if (row === undefined) return undefined;
  const { id, incarnation, partition, key_check } = row;
  return {
    id: text(id),
    incarnation: text(incarnation),
    partition: text(partition),
    keyCheck: key_check as Uint8Array,
    format: tablesFormat,
  };
}

const deploy: Statement = {
  name: "deploy",
  text: `INSERT INTO deployment (one, id, incarnation, partition, key_check) VALUES (1, $1, $2, $3, $4)
    ON CONFLICT DO NOTHING RETURNING 1`,
};

export async function makeDeployment(session: Session, made: Omit<Deployment, "format">): Promise<void> {
  const { id, incarnation, partition, keyCheck } = made;
  const rows = await session.decide(deploy, [kept(id), kept(incarnation), kept(partition), keyCheck]);
  if (rows.length === 0) throw new StorageError("lost-race", "the database has been initialized already");
}

const allKeys: Statement = {
  name: "keys",
  text: "SELECT number, purpose, wrapped, created, active, retired FROM key ORDER BY number",
};

export async function readKeys(session: Session): Promise<KeyRow[]> {
  const rows = await session.ask(allKeys);
  return rows.map(
    (row) => ({ ...row, purpose: text(row.purpose), retired: row.retired ?? undefined }) as unknown as KeyRow,
  );
}

const add: Statement = {
  name: "add-key",
  text: "INSERT INTO key (number, purpose, wrapped, created, active, retired) VALUES ($1, $2, $3, $4, $5, $6)",
};

export async function addKeys(session: Session, rows: readonly KeyRow[]): Promise<void> {
  for (const { number, purpose, wrapped, created, active, retired } of rows) {
    await session.decide(add, [number, kept(purpose), wrapped, created, active, retired ?? null]);
  }
}

// Whoever changes keys changes this row too, and so waits for whoever does before it.
const held: Statement = { name: "hold-deployment", text: "SELECT key_check FROM deployment FOR UPDATE" };
const setCheck: Statement = { name: "set-key-check", text: "UPDATE deployment SET key_check = $1" };
const removeAll: Statement = { name: "remove-keys", text: "DELETE FROM key" };

/** Inside a transaction. Throws lost-race where the keys are not what was read. */
export async function replaceKeys(session: Session, read: WrappedKeys, next: WrappedKeys): Promise<void> {
  const [row] = await session.ask(held);
  const keyCheck = row?.key_check as Uint8Array | undefined;
  if (keyCheck === undefined || !sameKeys(read, { rows: await readKeys(session), keyCheck })) {
    throw new StorageError("lost-race", "the data keys are no longer what was read");
  }
  await session.decide(setCheck, [next.keyCheck]);
  await session.decide(removeAll);
  await addKeys(session, next.rows);
}
