import { services } from "@portcullis/aws-model";
import { decodeQuery, findQueryOperation, parseForm } from "@portcullis/wire";
import { anyValue, formOf } from "./support/inputs.ts";
import { mutateBytes } from "./support/mutate.ts";
import { holdsOfDecoded, holdsOfRefusal } from "./support/wire-properties.ts";
import type { FuzzTarget } from "./target.ts";

const models = [services.iam, services.sts];

export const target: FuzzTarget = {
  component: "wire",
  property: "Any form is decoded, or refused with an answer that blames the caller.",
  seconds: 15,
  prepare: () => ({
    step(random) {
      const model = random.pick(models);
      const operation = random.pick(Object.values(model.operations));
      const input = operation.input === undefined ? {} : anyValue(random, operation.input, "");
      const body = Buffer.from(formOf(operation, model.apiVersion, input).toString());
      const parsed = parseForm("", random.once(4) ? body : mutateBytes(random, body));
      if (!parsed.ok) return holdsOfRefusal(operation, parsed.failure);
      const found = findQueryOperation(model, parsed.form);
      if (!found.ok) holdsOfRefusal(operation, found.failure);
      const called = found.ok ? found.operation : operation;
      holdsOfDecoded(called, decodeQuery(called, parsed.form));
    },
  }),
};
