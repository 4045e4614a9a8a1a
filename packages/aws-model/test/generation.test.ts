import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { guards } from "../../../tools/generate/guards.ts";
import { readModel, serviceIds } from "../../../tools/generate/model.ts";
import { parsePattern } from "../../../tools/generate/pattern-parser.ts";
import { patterns, withShapeRows } from "../../../tools/generate/patterns.ts";
import { ownServices } from "../src/own-services.table.ts";

const root = resolve(import.meta.dirname, "../../..");
const models = join(root, "packages/aws-model/models");
const scratch = mkdtempSync(join(tmpdir(), "portcullis-generate-"));
after(() => rmSync(scratch, { recursive: true }));

test("the generated files are what their sources give", () => {
  const { status, stderr } = generate("--check");
  assert.equal(stderr, "");
  assert.equal(status, 0);
});

test("a changed model fails the check and names the files", () => {
  const dir = changed("iam", (text) =>
    text.replaceAll('"pattern":"[\\\\w+=,.@-]+"', '"pattern":"[\\\\w+=,.@]+"'),
  );
  const { status, stderr } = generate("--check", "--models", dir);
  assert.equal(status, 1);
  assert.match(stderr, /not up to date: .*models\/iam\.json.*generated\/iam\.json/);
});

test("an operation without a guard fails, whether or not guards are accepted", () => {
  const operation = '"Nothing": {"name":"Nothing","http":{"method":"POST","requestUri":"/"}},';
  const dir = changed("sts", (text) => text.replace('"operations": {', `"operations": {${operation}`));
  for (const flags of [[], ["--accept-guards"]]) {
    const { status, stderr } = generate("--check", "--models", dir, ...flags);
    assert.equal(status, 1);
    assert.match(stderr, /sts:Nothing is no action of the reference: give it a row in guards\.table\.ts/);
  }
});

test("an operation of our own without an action is to get one among our own services", () => {
  const model = readModel(models, "portcullis");
  const { CreateBackup } = model.operations;
  assert.ok(CreateBackup !== undefined);
  const references = { portcullis: ownServices.portcullis.reference };
  const more = { ...model, operations: { ...model.operations, Nothing: CreateBackup } };
  assert.throws(
    () => guards([["portcullis", more]], references as Parameters<typeof guards>[1], [], []),
    /portcullis:Nothing is no action of the reference: give it a row in own-services\.table\.ts/,
  );
});

test("a guard that would change is shown and refused until it is accepted", () => {
  const dir = changed("sts", (text) => text.replace(/ "GetAccessKeyInfo": .*\n/, ""));
  const { status, stderr } = generate("--check", "--models", dir);
  assert.equal(status, 1);
  assert.match(stderr, /- sts:GetAccessKeyInfo \{"actions":\["sts:GetAccessKeyInfo"\]/);
  assert.match(stderr, /--accept-guards/);
});

test("a pattern for a shape that needs none is refused", () => {
  const iam = readModel(models, "iam");
  const row = (shape: `${string}:${string}`, pattern: string) => [{ shape, pattern, why: "" }];
  assert.equal(withShapeRows("iam", iam, row("iam:userNameType", "a")).shapes.userNameType?.pattern, "a");
  assert.equal(withShapeRows("iam", iam, row("sts:userNameType", "a")).shapes.userNameType?.max, 64);
  for (const wrong of [row("iam:Nothing", "a"), row("iam:userNameType", "[\\w+=,.@-]+")])
    assert.throws(() => withShapeRows("iam", iam, wrong), /which nothing needs/);
});

test("a model with something that the tables cannot express is refused", () => {
  const dir = changed("sts", (text) => text.replace('"RoleArn":{', '"RoleArn":{"location":"header",'));
  assert.throws(() => readModel(dir, "sts"), /"location", which the tables cannot express/);
});

test("a pattern that is not regular needs a row by hand, and so does an unbounded one", () => {
  const iam = readModel(models, "iam");
  assert.throws(() => patterns([["iam", iam]], [], []), /give it a row in patternRows/);
  assert.throws(
    () => patterns([["sts", readModel(models, "sts")]], [{ pattern: arns(), instead: "a", why: "" }], []),
    /sts:unrestrictedSessionPolicyDocumentType has the pattern .* and no maximum/,
  );
});

test("a row that nothing needs is refused", () => {
  const all = serviceIds.map((service) => [service, readModel(models, service)] as const);
  const organizations = all.filter(([service]) => service === "organizations");
  const limits = [{ shape: "organizations:PolicyContent", max: 9, why: "" }] as const;
  assert.throws(
    () => patterns(organizations, [], [...limits, { shape: "x:y", max: 1, why: "" }]),
    /row for x:y/,
  );
});

test("patterns outside the regular language do not parse", () => {
  for (const pattern of [
    "a(?!b)",
    "(a)\\1",
    "a++",
    "a*?",
    "(?i)a",
    "[a&&b]",
    "a$b",
    "b^",
    "\\bx",
    "\\p{Lu}",
    "(a",
    "a)",
  ]) {
    assert.throws(() => parsePattern(pattern), Error, pattern);
  }
});

function arns(): string {
  return readModel(models, "sts").shapes.arnType?.pattern ?? "";
}

function changed(service: string, change: (text: string) => string): string {
  const dir = mkdtempSync(join(scratch, "models-"));
  cpSync(models, dir, { recursive: true });
  const path = join(dir, `${service}.json`);
  const before = readFileSync(path, "utf8");
  const text = change(before);
  assert.notEqual(text, before);
  writeFileSync(path, text);
  return dir;
}

function generate(...args: string[]): { status: number | null; stderr: string } {
  const env = { ...process.env, PORTCULLIS_MODELS: undefined, PORTCULLIS_MANAGED_POLICIES: undefined };
  const path = join(root, "tools/generate.ts");
  return spawnSync(process.execPath, [path, ...args], { cwd: root, env, encoding: "utf8" });
}
