import { CLOCK_TOLERANCE } from "../../freshness/stale-node.table.ts";
import type { Examination } from "../examination.ts";
import { type Finding, fail, ok, warn } from "../finding.ts";

/** Nobody started this program before it was written. */
const EARLIEST = Date.UTC(2026, 0, 1);

/** Part of what is tolerated that is worth mending before it is too much. */
const NOTICEABLE = CLOCK_TOLERANCE / 2;

/** Whether this machine's clock can be, and agrees with the database's: sessions are issued and end by it. */
export function checkClock({ kept, now }: Examination): Finding {
  const time = new Date(now).toISOString();
  if (now < EARLIEST) return fail(`The clock says ${time}, which cannot be: set it, and keep it by NTP.`);
  const facts = kept?.database.found === "read" ? kept.database.value : undefined;
  if (kept?.mode.database !== undefined && facts === undefined)
    return ok(`The clock says ${time}; the database's could not be asked.`);
  if (kept === undefined || facts === undefined)
    return ok(`The clock says ${time}; there is no other to compare it with.`);
  const newest = Math.max(...facts.keys.map(({ created }) => created));
  if (newest - now > CLOCK_TOLERANCE)
    return fail(
      `The clock says ${time}, and a key of the database was made later: set it, and keep it by NTP.`,
    );
  if (kept.mode.database === undefined)
    return ok(`The clock says ${time}; the database is on this machine and has no other.`);
  return compared(facts.clock.ahead, facts.clock.uncertainty);
}

function compared(ahead: number, uncertainty: number): Finding {
  const apart = Math.max(0, Math.abs(ahead) - uncertainty);
  const said = `${(apart / 1000).toFixed(2)} s ${ahead > 0 ? "behind" : "ahead of"} the database's`;
  if (apart > CLOCK_TOLERANCE)
    return fail(`The clock is ${said}, with which no session is issued: keep both by NTP.`);
  if (apart > NOTICEABLE) return warn(`The clock is ${said}: keep both by NTP.`);
  return ok(`The clock agrees with the database's to ${((apart + uncertainty) / 1000).toFixed(2)} s.`);
}
