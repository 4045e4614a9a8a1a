import { type Calls, callsOf, credentialsIn, done, type Parameters } from "./calls.ts";
import { BY_MADE_KEY, CODE, type changes, MADE } from "./changes.table.ts";
import { type Phone, phoneIn } from "./phone.ts";
import type { Door } from "./server.ts";
import type { Received } from "./wire.ts";

/**
 * Makes calls one after another, and puts the ids that their answers told in the place of `MADE`, and what the MFA device
 * shows that was made in the place of `CODE` and a number of steps.
 */
export function callsWithMadeIds(door: Door, root: Calls) {
  /** By the elements that they stood in. */
  const ids = new Map<string, string>();
  /** Whoever holds the access key that was made. */
  let holder: Calls | undefined;
  let phone: Phone | undefined;
  const given = (name: string, value: string): string => {
    if (value === MADE) return ids.get(name) ?? "";
    return value.startsWith(CODE) ? (phone?.code(Number(value.slice(CODE.length))) ?? "") : value;
  };
  const filled = (parameters: Parameters): Parameters =>
    Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, given(name, value)]));
  return {
    filled,
    /** The answer of a call that must succeed. */
    async run([action, parameters, by]: (typeof changes)[number]): Promise<Received> {
      const { iam } = by === BY_MADE_KEY && holder !== undefined ? holder : root;
      const answer = await done(iam(action, filled(parameters)));
      if (action === "CreateVirtualMFADevice") phone = phoneIn(answer);
      for (const [, name = "", id = ""] of answer.body.matchAll(/<(\w+Id)>([^<]*)</g)) ids.set(name, id);
      if (action === "CreateAccessKey") holder = callsOf(door, credentialsIn(answer));
      return answer;
    },
  };
}
