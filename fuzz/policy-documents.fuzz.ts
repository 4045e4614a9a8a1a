import { mutateJson } from "./support/json.ts";
import { mutateText } from "./support/mutate.ts";
import { documents, words } from "./support/policies.ts";
import { holdsOfDocument } from "./support/policy-properties.ts";
import type { FuzzTarget } from "./target.ts";

export const target: FuzzTarget = {
  component: "policy",
  property:
    "A real document that was changed is either understood or denies; decide and explain agree about it.",
  seconds: 20,
  prepare: () => ({
    step(random) {
      let text = random.pick(documents);
      if (!random.once(3)) {
        let document = JSON.parse(text);
        for (let count = 1 + random.int(3); count > 0; count -= 1)
          document = mutateJson(random, document, words);
        text = JSON.stringify(document);
      }
      holdsOfDocument(random, random.once(3) ? mutateText(random, text) : text);
    },
  }),
};
