import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Caller, SessionFacts } from "../src/caller.ts";
import { callerLayers } from "../src/layers.ts";
import { emptyState } from "../src/state.ts";

const home = emptyState("account/123456789012");

function sessionOf(policy: string): SessionFacts {
  return { policy, policyArns: [] } as unknown as SessionFacts;
}

function layerOf(session: SessionFacts) {
  const caller = { session, home, account: "123456789012" } as unknown as Caller;
  return callerLayers("aws", caller).session;
}

/** One that takes as much as a session may have of managed policies. */
const large = (at: number) => sessionOf(`{"Version":"2012-10-17","Statement":[]}${" ".repeat(60_000 + at)}`);

describe("session policies", () => {
  test("are compiled once for a session that goes on calling", () => {
    const session = sessionOf("{}");
    assert.equal(layerOf(session), layerOf(session));
    assert.notEqual(layerOf(session), layerOf(sessionOf("[]")));
  });

  test("attack: many sessions with long policies push out one another, and take no more room together", () => {
    const sessions = Array.from({ length: 100 }, (_, at) => large(at));
    const first = sessions.map(layerOf);
    // Walked from the last one back, so that asking for one pushes out none that is still to be asked for.
    const kept = sessions.toReversed().map((session, at) => layerOf(session) === first[99 - at]);
    const count = kept.filter(Boolean).length;
    assert.ok(count >= 20 && count <= 35, `${count} of them are kept`);
  });
});
