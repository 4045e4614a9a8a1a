import { FRESH } from "../../freshness/stale-node.table.ts";
import type { Examination } from "../examination.ts";
import { type Finding, fail, ok, warn } from "../finding.ts";

/** How old the state is that the running server decides by. */
export function checkLag({ config, server }: Examination): Finding {
  if (server.state === "other")
    return ok("The server that runs is another one: its state was not looked at.");
  if (server.state !== "answers") return ok("No running server was asked how old its state is.");
  const { stateAge } = server;
  if (stateAge === undefined) return warn("The running server does not tell how old its state is.");
  const said = `The running server's state was confirmed ${stateAge.toFixed(1)} s ago`;
  if (stateAge * 1000 <= FRESH) return ok(`${said}.`);
  const most = config.mostStalenessMs / 1000;
  return stateAge <= most
    ? warn(`${said}: the database does not answer it, and nothing can be changed there.`)
    : fail(`${said}, beyond the ${most} s of --max-staleness: it refuses every call.`);
}
