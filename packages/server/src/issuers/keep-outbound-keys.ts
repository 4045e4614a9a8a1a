import { type Chore, repeat } from "../chore.ts";
import { tellOutage } from "../operate/outage.ts";
import type { Runtime } from "../runtime.ts";
import { rotateOutboundKeys } from "./rotate-outbound-keys.ts";

/** Milliseconds between two looks at what is due: keys change in months, and are over after an hour. */
const EVERY = 3600_000;
/** Milliseconds before the first look: not among all else that a start does. */
const FIRST = 60_000;

/** Renews the keys of outbound tokens, and takes away what is over. Every node does. */
export function keepOutboundKeys(runtime: Runtime): Chore {
  const outage = tellOutage(runtime.log, {
    began: "The keys of outbound tokens cannot be renewed; it is tried again",
    over: () => "The keys of outbound tokens are renewed again.",
    bug: "The keys of outbound tokens could not be renewed; it is tried again.",
  });
  return repeat(
    async (signal) => {
      if (runtime.follower.freshness() !== "fresh") return;
      try {
        await rotateOutboundKeys(runtime, signal);
        outage.worked();
      } catch (error) {
        outage.failed(error);
      }
    },
    EVERY,
    FIRST,
  );
}
