import assert from "node:assert/strict";
import { test } from "node:test";
import { parityText } from "../parity-text.ts";

test("the table counts what is offered, and says why the rest is not", () => {
  const text = parityText([
    {
      service: "sts",
      apiVersion: "2011-06-15",
      operations: [
        { name: "AssumeRole", notOffered: undefined },
        { name: "AssumeRoleWithSAML", notOffered: "identity providers are not kept here" },
      ],
    },
  ]);
  assert.match(text, /^\| \[sts\]\(#sts\) \| 2011-06-15 \| 1 \| 2 \|$/m);
  assert.match(text, /^Offered:\n\n- AssumeRole\n$/m);
  assert.match(text, /^Not offered: identity providers are not kept here:\n\n- AssumeRoleWithSAML\n$/m);
});
