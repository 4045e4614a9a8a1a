import { randomUUID } from "node:crypto";
import type { Statement } from "./connection.ts";
import type { Session } from "./session.ts";

/**
 * For answers that say that something is durable because it was found: reading does not wait for a synchronous standby,
 * and whoever wrote it may have stopped waiting, or the server may have begun anew since. A standby has all that came
 * before what it has, so something is written whose own commit waits: a claim that nobody makes twice, and that is
 * purged with the next ones.
 */
export async function waitForStandby(session: Session): Promise<void> {
  await session.decide(wait, [randomUUID()]);
}

const wait: Statement = {
  name: "wait-for-standby",
  text: "INSERT INTO once (realm, kind, id, expires, body) VALUES ('', 'storage/waited', $1, 0, '')",
};
