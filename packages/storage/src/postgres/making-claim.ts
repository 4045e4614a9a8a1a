import type { OnceClaim, RealmWrite } from "../contract.ts";

const kind = "storage/made";
/** Milliseconds for which a commit may be on its way. */
const life = 24 * 3_600_000;

/**
 * Who makes a realm claims its change's id too. Whoever wants a commit never to happen claims it before: of a realm
 * that is not there, nothing else could be moved so that the commit loses its race.
 */
export function makingClaim({ realm, changeId }: RealmWrite): OnceClaim {
  return { realm, kind, id: changeId, expires: Date.now() + life, body: "" };
}
