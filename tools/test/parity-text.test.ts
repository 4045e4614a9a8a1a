import assert from "node:assert/strict";
import { test } from "node:test";
import { parityText } from "../parity-text.ts";

test("the table counts what is offered, and says why the rest is not", () => {
  const sts = {
    service: "sts",
    apiVersion: "2011-06-15",
    operations: [
      { name: "AssumeRole", notOffered: undefined },
      { name: "AssumeRoleWithSAML", notOffered: "identity providers are not kept here" },
    ],
  };
  const own = {
    service: "own",
    apiVersion: "2026-11-01",
    operations: [{ name: "CreateBackup", notOffered: undefined }],
  };
  const text = parityText([sts], [own]);
  assert.match(text, /^\| \[sts\]\(#sts\) \| 2011-06-15 \| 1 \| 2 \|$/m);
  assert.match(text, /^Offered:\n\n- AssumeRole\n$/m);
  assert.match(text, /^\| \[own\]\(#own\) \| 2026-11-01 \| 1 \|$/m);
  assert.match(text, /^## own\n\nOffered:\n\n- CreateBackup\n$/m);
  assert.match(text, /^Not offered: identity providers are not kept here:\n\n- AssumeRoleWithSAML\n$/m);
});
