import { hash } from "node:crypto";
import { boundedMap } from "./bounded-map.ts";
import type { KeyRing } from "./key-ring.ts";
import { longestToken } from "./packed-size.ts";
import { type OpenedSession, openSession } from "./session-token.ts";

/**
 * Opens session tokens, and remembers those that proved themselves. It saves the opening and nothing else: that a
 * token is found here never says that its session still counts.
 */
export interface OpenedSessions {
  readonly size: number;
  /** As `openSession`. What was remembered comes back as the very same object. */
  open(sessionToken: string, accessKeyId: string): OpenedSession | undefined;
  /**
   * INVARIANT: called only once a signature made with this session's secret was found right; else whoever sends
   * tokens that they cannot use fills the memory.
   */
  remember(sessionToken: string, opened: OpenedSession): void;
}

/** @param limit number of sessions; each takes at most a few KiB */
export function openedSessions(ring: KeyRing, limit: number): OpenedSessions {
  const kept = boundedMap<string, OpenedSession>(limit);
  return {
    get size() {
      return kept.size;
    },
    open(sessionToken, accessKeyId) {
      if (sessionToken.length > longestToken) return undefined;
      const known = kept.get(nameOf(sessionToken));
      if (known === undefined) return openSession(ring, sessionToken, accessKeyId);
      return known.session.accessKeyId === accessKeyId ? known : undefined;
    },
    remember(sessionToken, opened) {
      kept.set(nameOf(sessionToken), opened);
    },
  };
}

/** Of the whole token: two tokens that share a part are two tokens. */
function nameOf(sessionToken: string): string {
  return hash("sha256", sessionToken, "base64");
}
