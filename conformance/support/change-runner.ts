import { type Calls, callsOf, credentialsIn, done, type Parameters } from "./calls.ts";
import { BY_MADE_KEY, type changes, MADE } from "./changes.table.ts";
import type { Door } from "./server.ts";
import type { Received } from "./wire.ts";

/** Makes calls one after another, and puts the ids that their answers told in the place of `MADE`. */
export function callsWithMadeIds(door: Door, root: Calls) {
  /** By the elements that they stood in. */
  const ids = new Map<string, string>();
  /** Whoever holds the access key that was made. */
  let holder: Calls | undefined;
  const filled = (parameters: Parameters): Parameters =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [
        name,
        value === MADE ? (ids.get(name) ?? "") : value,
      ]),
    );
  return {
    filled,
    /** The answer of a call that must succeed. */
    async run([action, parameters, by]: (typeof changes)[number]): Promise<Received> {
      const { iam } = by === BY_MADE_KEY && holder !== undefined ? holder : root;
      const answer = await done(iam(action, filled(parameters)));
      for (const [, name = "", id = ""] of answer.body.matchAll(/<(\w+Id)>([^<]*)</g)) ids.set(name, id);
      if (action === "CreateAccessKey") holder = callsOf(door, credentialsIn(answer));
      return answer;
    },
  };
}
