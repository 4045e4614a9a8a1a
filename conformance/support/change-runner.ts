import { type Calls, done, type Parameters } from "./calls.ts";
import { MADE } from "./changes.table.ts";
import type { Received } from "./wire.ts";

/** Makes calls one after another, and puts the ids that their answers told in the place of `MADE`. */
export function callsWithMadeIds({ iam }: Calls) {
  /** By the elements that they stood in. */
  const ids = new Map<string, string>();
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
    async run(action: string, parameters: Parameters): Promise<Received> {
      const answer = await done(iam(action, filled(parameters)));
      for (const [, name = "", id = ""] of answer.body.matchAll(/<(\w+Id)>([^<]*)</g)) ids.set(name, id);
      return answer;
    },
  };
}
