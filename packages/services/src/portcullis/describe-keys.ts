import { answer } from "../framework/call.ts";
import { operation } from "../framework/operation.ts";
import { rotationForm } from "./rotation-form.ts";

/** Which data keys there are, what each does, and how far a rotation has come. */
export const describeKeys = operation("portcullis:DescribeKeys", {
  prepare: (_, powers) => powers.describeKeys(),
  run({ prepared, fail }) {
    if ("problem" in prepared) return fail("KeysUnavailableException", prepared.problem);
    return answer({
      Keys: prepared.keys.map(({ number, purpose, state, created, retired }) => ({
        Number: number,
        Purpose: purpose,
        State: state,
        Created: created,
        ...(retired === undefined ? {} : { Retired: retired }),
      })),
      ...rotationForm(prepared),
    });
  },
});
