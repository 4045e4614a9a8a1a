import { ACTIONS_WITHOUT_RCP, SERVICES_WITHOUT_RCP, TRUST_ACTIONS } from "../combine/exceptions.table.ts";
import { lowerAscii } from "../text/ascii.ts";

/** What follows from the name of an action alone; worked out once for a set that is asked for it. */
export interface ActionFacts {
  /** As the request names it. */
  readonly written: string;
  /** Lower case. */
  readonly name: string;
  /** Lower case; the whole name where there is no colon. */
  readonly service: string;
  /** The role's trust policy decides: always, or where the resource is a role. */
  readonly trust: "always" | "of-roles" | "never";
  readonly ofKeys: boolean;
  readonly beyondRcps: boolean;
}

export function actionFacts(written: string): ActionFacts {
  const name = lowerAscii(written);
  const colon = name.indexOf(":");
  const service = colon < 0 ? name : name.slice(0, colon);
  return {
    written,
    name,
    service,
    trust: !TRUST_ACTIONS.has(name) ? "never" : name.startsWith("sts:assumerole") ? "always" : "of-roles",
    ofKeys: service === "kms",
    beyondRcps: SERVICES_WITHOUT_RCP.has(service) || ACTIONS_WITHOUT_RCP.has(name),
  };
}
