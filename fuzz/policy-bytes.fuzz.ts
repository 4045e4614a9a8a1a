import { anyJson } from "./support/json.ts";
import { anyText } from "./support/mutate.ts";
import { words } from "./support/policies.ts";
import { holdsOfDocument } from "./support/policy-properties.ts";
import type { FuzzTarget } from "./target.ts";

export const target: FuzzTarget = {
  component: "policy",
  property:
    "Any text is checked, compiled and decided without an exception or a hang, and what is not understood never allows.",
  seconds: 20,
  prepare: () => ({
    step(random) {
      const text = random.once(2)
        ? JSON.stringify(anyJson(random, words))
        : random.once(2)
          ? anyText(random, 200)
          : random.bytes(random.int(300)).toString("latin1");
      holdsOfDocument(random, text);
    },
  }),
};
