import { StorageError } from "../contract.ts";
import { makingRealm as place } from "../fill.ts";
import type { Statement } from "./connection.ts";
import type { Session } from "./session.ts";

/*
 * Whoever makes a deployment holds this row: for one transaction at a first start, for all of a fill. Nobody else makes
 * one meanwhile, and who lost it can neither add to what another one makes nor take anything of it away.
 */

const begun: Statement = {
  name: "begun",
  text: "SELECT EXISTS (SELECT FROM key) OR EXISTS (SELECT FROM realm) AS begun",
};

/** Whether there is anything of a deployment, or of a fill that did not end, and be it only this row. */
export async function isBegun(session: Session): Promise<boolean> {
  const [row] = await session.ask(begun);
  return row?.begun !== false;
}

const begunBefore: Statement = {
  name: "begun-before",
  text: `SELECT EXISTS (SELECT FROM key) OR EXISTS (SELECT FROM realm WHERE realm <> '${place}') AS begun`,
};
const begin: Statement = {
  name: "begin-making",
  text: `INSERT INTO realm (realm, revision, change_id) VALUES ('${place}', 1, $1) ON CONFLICT DO NOTHING RETURNING 1`,
};

/** At a first start: whether nothing was begun. Whoever begins waits until this transaction has ended. */
export async function beginMaking(session: Session, maker: string): Promise<boolean> {
  const rows = await session.decide(begin, [maker]);
  if (rows.length === 0) return false;
  const [row] = await session.ask(begunBefore);
  return row?.begun === false;
}

const take: Statement = {
  name: "take-making",
  text: `INSERT INTO realm (realm, revision, change_id) VALUES ('${place}', 1, $1)
    ON CONFLICT (realm) DO UPDATE SET change_id = excluded.change_id`,
};

/** For a fill, also from one that did not end: that one can go on no more. Waits for whoever holds it. */
export async function takeMaking(session: Session, maker: string): Promise<void> {
  await session.decide(take, [maker]);
}

const emptying: Statement = { name: "empty-realm", text: `DELETE FROM realm WHERE realm <> '${place}'` };

export async function emptyRealms(session: Session): Promise<void> {
  await session.decide(emptying);
}

const hold: Statement = {
  name: "hold-making",
  text: `SELECT 1 FROM realm WHERE realm = '${place}' AND change_id = $1 FOR UPDATE`,
};

/** Until the transaction ends nobody takes it. Throws lost-race where somebody has. */
export async function holdMaking(session: Session, maker: string): Promise<void> {
  unlessLost(await session.ask(hold, [maker]));
}

const end: Statement = {
  name: "end-making",
  text: `DELETE FROM realm WHERE realm = '${place}' AND change_id = $1 RETURNING 1`,
};

/** Throws lost-race where somebody else has taken it. */
export async function endMaking(session: Session, maker: string): Promise<void> {
  unlessLost(await session.decide(end, [maker]));
}

function unlessLost(rows: readonly unknown[]): void {
  if (rows.length === 0) throw new StorageError("lost-race", "somebody else has begun to fill the database");
}
