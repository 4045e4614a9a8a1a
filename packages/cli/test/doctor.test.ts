import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadDoctor } from "@portcullis/server";
import { run } from "./run.ts";

const nowhere = join(import.meta.dirname, "nowhere");
const healthy = ["doctor", "--data-dir", nowhere, "--operator-port", "1"];
const { checks } = await loadDoctor();
const names = checks.map(({ name }) => name);

test("the doctor says one line for each thing that it looks at, and makes nothing", async () => {
  const { code, out, err } = await run(healthy);
  assert.deepEqual([code, err], [0, ""]);
  const lines = out.split("\n").slice(0, -1);
  const found = lines.map((line) => /^(ok {2}|warn|fail) {2}([a-z ]{12}) {2}([A-Z/][^\n]*\.)$/.exec(line));
  assert.deepEqual(
    found.map((match) => match?.[2]?.trim()),
    names,
  );
  assert.ok(!existsSync(nowhere));
});

test("it says the same to a program, with the worst level first", async () => {
  const { code, out } = await run([...healthy, "--format=json"]);
  assert.equal(code, 0);
  const { level, findings } = JSON.parse(out);
  assert.equal(level, "warn");
  assert.deepEqual(
    findings.map(({ name }: { name: string }) => name),
    names,
  );
  const text = (await run(healthy)).out.split("\n");
  for (const [at, { sentence }] of findings.entries()) if (at > 0) assert.ok(text[at]?.endsWith(sentence));
});

test("its exit code is 1 where something fails", async () => {
  const missing = ["--tls-cert", join(nowhere, "cert.pem"), "--tls-key", join(nowhere, "key.pem")];
  const { code, out, err } = await run([...healthy, ...missing]);
  assert.deepEqual([code, err], [1, ""]);
  assert.match(out, /^fail {2}certificates {2}.*cert\.pem cannot be read \(ENOENT\)\.$/m);
});

test("it refuses a wrong call in one sentence, and exits with 2", async () => {
  const refused = async (...argv: string[]) => {
    const { code, out, err } = await run(["doctor", ...argv]);
    assert.deepEqual([code, out], [2, ""]);
    return err;
  };
  const help = "See portcullis doctor --help.\n";
  const formats = `portcullis doctor: --format must be one of text, json. ${help}`;
  assert.equal(await refused("--format", "hunter2"), formats);
  assert.equal(await refused("--format"), formats);
  assert.equal(await refused("--format="), formats);
  assert.equal(
    await refused("--format", "json", "--format=text"),
    `portcullis doctor: --format is given more than once. ${help}`,
  );
  assert.equal(await refused("--data-dri", "x"), `portcullis doctor: There is no option --data-dri. ${help}`);
  assert.equal(await refused("hunter2"), `portcullis doctor: It takes options only. ${help}`);
});

test("its help names everything that it looks at", async () => {
  const { code, out } = await run(["help", "doctor"]);
  assert.equal(code, 0);
  for (const name of names) assert.match(out, new RegExp(`^ {2}${name} `, "m"));
});

test("the guide lists everything that it looks at, and shows a line of each", () => {
  const guide = readFileSync(join(import.meta.dirname, "../../../docs/operations.md"), "utf8");
  const [, listed = "", lines = ""] =
    /says one line for each of: ([^.]+)\.\n\n```text\n(.*?)^```$/ms.exec(guide) ?? [];
  assert.deepEqual(listed.replaceAll("\n", " ").split(", "), names);
  const shown = lines.split("\n").slice(0, -1);
  assert.deepEqual(
    shown.map((line) => /^(?:ok {2}|warn|fail) {2}(.{12}) {2}\S/.exec(line)?.[1]?.trim()),
    names,
  );
});
