import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { serviceIds, services } from "@portcullis/aws-model";
import { handlerOf } from "@portcullis/services";

describe("every operation of the models", () => {
  it("is offered under its own name, or says why not in one plain clause", () => {
    for (const service of serviceIds) {
      for (const name of Object.keys(services[service].operations)) {
        const handler = handlerOf(service, name);
        if (handler.kind === "offered") assert.equal(handler.id, `${service}:${name}`);
        else assert.match(handler.why, /^\w[^.]{10,}[^.]$/);
      }
    }
  });

  it("and nothing else has a handler", () => {
    for (const name of ["NoSuchOperation", "constructor", "__proto__", "toString"]) {
      assert.throws(() => handlerOf("iam", name), /iam has no operation/);
    }
  });
});
