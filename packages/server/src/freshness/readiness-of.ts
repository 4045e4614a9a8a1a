import type { Readiness } from "../operate/readiness.ts";
import type { Runtime } from "../runtime.ts";

/** Whether a node should be sent requests, as far as it knows what the database holds and can read it. */
export function readinessOf(runtime: Pick<Runtime, "follower" | "keys" | "realms">): Readiness {
  const { follower } = runtime;
  const stateAge = Math.round(follower.age()) / 1000;
  const problem = unreadable(runtime);
  if (problem !== undefined) return { ready: false, reasons: [problem], stateAge };
  const notes: string[] = [];
  if (!follower.clockAgrees()) {
    const seconds = Math.abs(follower.clockDifference() / 1000).toFixed(1);
    notes.push(`The clock differs from the database's by ${seconds} s: no credentials are issued.`);
  }
  if (!follower.answers()) notes.push("The database does not answer: this node goes on with what it holds.");
  switch (follower.freshness()) {
    case "fresh":
      return { ready: true, stateAge, notes };
    case "stale":
      notes.push("What it holds is stale: nothing can be changed, and sessions are short.");
      return { ready: true, stateAge, notes };
    case "beyond":
      return { ready: false, reasons: ["The database has not answered for too long.", ...notes], stateAge };
  }
}

function unreadable({ keys, realms }: Pick<Runtime, "keys" | "realms">): string | undefined {
  return realms.installationRealm.cell.isBroken()
    ? "This version cannot read what the installation became."
    : keys.problem();
}
