import type { OnceClaim, RealmWrite } from "../contract.ts";

/**
 * Who makes a realm claims its change's id too. Whoever wants a commit never to happen claims it before: of a realm
 * that is not there, nothing else could be moved so that the commit loses its race.
 */
export const makingKind = "storage/made";
const makingLife = 24 * 3_600_000;

export function makingClaim({ realm, changeId }: RealmWrite): OnceClaim {
  return { realm, kind: makingKind, id: changeId, expires: Date.now() + makingLife, body: "" };
}
