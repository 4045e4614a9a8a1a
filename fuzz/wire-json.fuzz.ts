import { services } from "@portcullis/aws-model";
import { decodeJson } from "@portcullis/wire";
import { anyValue } from "./support/inputs.ts";
import { anyJson } from "./support/json.ts";
import { mutateBytes } from "./support/mutate.ts";
import { holdsOfDecoded } from "./support/wire-properties.ts";
import type { FuzzTarget } from "./target.ts";

const operations = [services.organizations, services.cloudtrail].flatMap((model) =>
  Object.values(model.operations),
);

export const target: FuzzTarget = {
  component: "wire",
  property: "Any JSON body is decoded, or refused with an answer that blames the caller.",
  seconds: 15,
  prepare: () => ({
    step(random) {
      const operation = random.pick(operations);
      const names = ["Name", ...(operation.input?.members.map(({ name }) => name) ?? [])];
      const value =
        operation.input === undefined || random.once(3)
          ? anyJson(random, names)
          : anyValue(random, operation.input, "");
      const body = Buffer.from(JSON.stringify(value));
      holdsOfDecoded(operation, decodeJson(operation, random.once(3) ? body : mutateBytes(random, body)));
    },
  }),
};
