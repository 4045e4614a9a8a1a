import { lockId } from "../data-directory/lock.ts";
import type { ServerView } from "./ask-server.ts";
import type { Kept } from "./examination.ts";

/** What stands behind the operator's port, where one that answers is the server that a start with these options is. */
export type KnownServer = ServerView | OtherServer;

export interface OtherServer {
  readonly state: "other";
  /** Id of the deployment that it serves; undefined: it does not tell. */
  readonly deployment: string | undefined;
  /** Whether that is the deployment of these options; undefined: it cannot be told. */
  readonly ours: boolean | undefined;
}

/**
 * A port says nothing of who listens there: it may be a server of another deployment, or another node of this one. Ours
 * holds the lock of this data directory, and serves what this database holds.
 */
export function whoseServer(server: ServerView, kept: Kept | undefined): KnownServer {
  if (server.state !== "answers") return server;
  const { deployment, node } = server.identity;
  const here =
    kept === undefined ? node === undefined : node !== undefined && node === lockId(kept.files.lock);
  const ours = kept === undefined ? here : isOurs(deployment, kept, here);
  return here && ours !== false ? server : { state: "other", deployment, ours };
}

/** Whether a deployment is the one that the database holds; undefined: one of the two cannot be told. */
function isOurs(
  deployment: string | undefined,
  { mode, database }: Kept,
  here: boolean,
): boolean | undefined {
  if (deployment === undefined) return undefined;
  if (database.found === "nothing") return false;
  if (database.found === "read") return database.value.deployment?.id === deployment;
  // Whoever has the embedded database holds the lock beside it.
  return mode.database === undefined ? here : undefined;
}
