import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { run } from "./run.ts";

const policy = (statement: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statement }, undefined, 2);
const good = policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" });
const wrong = policy({ Effect: "Allow", Action: "s3:GetObjct", Resource: "arn:aws:s3:::b/*" });
const broad = policy({ Effect: "Allow", Action: "iam:PassRole", Resource: "*" });
const assumed = policy({
  Effect: "Allow",
  Principal: { Service: "ec2.amazonaws.com" },
  Action: "sts:AssumeRole",
});

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "portcullis-check-"));
  mkdirSync(join(folder, "roles"));
  mkdirSync(join(folder, "scps"));
  mkdirSync(join(folder, "node_modules"));
  writeFileSync(join(folder, "good.json"), good);
  writeFileSync(join(folder, "wrong.json"), wrong);
  writeFileSync(join(folder, "roles", "worker.json"), assumed);
  writeFileSync(join(folder, "scps", "all.json"), good);
  writeFileSync(join(folder, "package.json"), '{"name": "x"}');
  writeFileSync(join(folder, "notes.txt"), wrong);
  writeFileSync(join(folder, "node_modules", "other.json"), wrong);
});
after(() => rmSync(folder, { recursive: true }));

test("a finding is shown with its place, code, text, fix and page", async () => {
  const { code, out, err } = await run(["check", join(folder, "wrong.json")]);
  assert.deepEqual([code, err], [1, ""]);
  const [finding, fix, page, summary] = out.split("\n");
  assert.equal(
    finding,
    `${join(folder, "wrong.json")}:5:15: error INVALID_ACTION: The action s3:GetObjct does not exist. Did you mean s3:GetObject? (identity policy, guessed)`,
  );
  assert.equal(fix, '    fix: replace "s3:GetObjct" with "s3:GetObject"');
  assert.match(page ?? "", /^ {4}https:\/\/docs\.aws\.amazon\.com\/IAM\/latest\/UserGuide\/[^ ]+#[^ ]+$/);
  assert.equal(summary, "1 policy (1 identity, guessed): 1 error");
});

test("a policy without findings exits with 0 and says what it was taken for", async () => {
  const { code, out } = await run(["check", join(folder, "good.json")]);
  assert.equal(code, 0);
  assert.equal(out, "1 policy (1 identity, guessed): no findings\n");
  const given = await run(["check", "--type", "boundary", join(folder, "good.json")]);
  assert.equal(given.out, "1 policy (1 boundary): no findings\n");
});

test("a folder is searched for policies, and its names help to guess", async () => {
  const { code, out } = await run(["check", "--format", "json", folder]);
  assert.equal(code, 1);
  const { files, counts } = JSON.parse(out);
  assert.deepEqual(
    files.map(({ path, type }: { path: string; type: string }) => [path.slice(folder.length + 1), type]),
    [
      ["good.json", "identity"],
      ["roles/worker.json", "trust"],
      ["scps/all.json", "scp"],
      ["wrong.json", "identity"],
    ],
  );
  assert.deepEqual(counts, { error: 1, "security-warning": 0, warning: 0, suggestion: 0 });
});

test("standard input is a policy as well", async () => {
  const { code, out } = await run(["check", "-"], wrong);
  assert.equal(code, 1);
  assert.match(out, /^standard input:5:15: error INVALID_ACTION: /);
});

test("the least severity that fails is the caller's choice", async () => {
  assert.equal((await run(["check", "-"], broad)).code, 0);
  assert.equal((await run(["check", "--fail-on", "security-warning", "-"], broad)).code, 1);
  assert.equal((await run(["check", "--fail-on=suggestion", "-"], broad)).code, 1);
  assert.equal((await run(["check", "--fail-on", "suggestion", "-"], good)).code, 0);
});

test("what IAM refuses to save is an error, and its refusal is shown", async () => {
  const empty = policy({ Effect: "Allow", Action: [], Resource: "*" });
  const { code, out } = await run(["check", "-"], empty);
  assert.equal(code, 1);
  assert.match(out, / error EMPTY_ARRAY_ACTION: /);
  assert.match(out, /^ {4}IAM refuses it: Policy statement must contain actions\.$/m);
});

test("a text that is no JSON is found at its line and column", async () => {
  const { code, out } = await run(["check", "-"], '{\n  "Statement": oops\n}');
  assert.equal(code, 1);
  assert.match(
    out,
    /^standard input:2:16: error JSON_SYNTAX_ERROR: Fix the JSON syntax error at index 17 line 2 column 16\./,
  );
});

test("SARIF has what the schema requires, and points at the text", async () => {
  const { code, out } = await run(["check", "--format", "sarif", folder]);
  assert.equal(code, 1);
  const log = JSON.parse(out);
  assert.equal(log.version, "2.1.0");
  assert.match(log.$schema, /sarif-schema-2\.1\.0\.json$/);
  assert.equal(log.runs.length, 1);
  const [{ tool, results, artifacts, columnKind }] = log.runs;
  assert.equal(columnKind, "utf16CodeUnits");
  assert.equal(tool.driver.name, "Portcullis");
  assert.equal(tool.driver.semanticVersion, "1.2.3");
  const ids = tool.driver.rules.map((rule: { id: string }) => rule.id);
  assert.equal(new Set(ids).size, ids.length);
  for (const rule of tool.driver.rules) {
    assert.ok(rule.shortDescription.text && rule.fullDescription.text);
    assert.ok(URL.canParse(rule.helpUri));
    assert.ok(["error", "warning", "note"].includes(rule.defaultConfiguration.level));
  }
  assert.equal(results.length, 1);
  for (const { ruleId, ruleIndex, level, message, locations, fixes } of results) {
    assert.equal(ids[ruleIndex], ruleId);
    assert.ok(["error", "warning", "note"].includes(level));
    assert.equal(typeof message.text, "string");
    const { artifactLocation, region } = locations[0].physicalLocation;
    assert.equal(artifacts[artifactLocation.index].location.uri, artifactLocation.uri);
    assert.ok(artifactLocation.uri.startsWith("file:///"));
    assert.deepEqual(region, { startLine: 5, startColumn: 15, endLine: 5, endColumn: 28 });
    const [{ description, artifactChanges }] = fixes;
    assert.ok(description.text);
    const [{ deletedRegion, insertedContent }] = artifactChanges[0].replacements;
    const { charOffset, charLength } = deletedRegion;
    assert.equal(wrong.slice(charOffset, charOffset + charLength), '"s3:GetObjct"');
    assert.equal(insertedContent.text, '"s3:GetObject"');
  }
});

test("services of one's own are known from their reference", async () => {
  const catalog = join(folder, "shop.reference");
  writeFileSync(
    catalog,
    JSON.stringify({
      Name: "shop",
      Actions: [{ Name: "GetItem", Resources: [{ Name: "item" }] }],
      Resources: [{ Name: "item", ARNFormats: ["arn:${Partition}:shop:${Region}:${Account}:item/${Id}"] }],
    }),
  );
  const text = policy({
    Effect: "Allow",
    Action: "shop:GetItem",
    Resource: "arn:aws:shop:cellar-1:123456789012:item/7",
  });
  const unknown = await run(["check", "-"], text);
  assert.match(unknown.out, /INVALID_SERVICE_IN_ACTION/);
  const known = await run(["check", "--catalog", catalog, "--region", "cellar-1", "-"], text);
  assert.deepEqual([known.code, known.out], [0, "1 policy (1 identity, guessed): no findings\n"]);
});

test("what cannot be read exits with 2, and what can is checked all the same", async () => {
  const binary = join(folder, "binary");
  writeFileSync(binary, Buffer.from([0xff, 0xfe]));
  const { code, out, err } = await run([
    "check",
    join(folder, "missing.json"),
    binary,
    join(folder, "wrong.json"),
  ]);
  assert.equal(code, 2);
  assert.match(out, /INVALID_ACTION/);
  assert.match(err, /missing\.json cannot be read \(ENOENT\)\.\n/);
  assert.match(err, /binary is not UTF-8\.\n/);
});

test("a folder without any policy is said, and exits with 2", async () => {
  const [bare, other] = [join(folder, "bare"), join(folder, "other")];
  for (const path of [bare, other]) mkdirSync(path);
  writeFileSync(join(other, "tsconfig.json"), "{}");
  const { code, out, err } = await run(["check", bare, join(folder, "good.json"), other]);
  rmSync(bare, { recursive: true });
  rmSync(other, { recursive: true });
  assert.deepEqual([code, out], [2, "1 policy (1 identity, guessed): no findings\n"]);
  const said = [bare, other].map((path) => `portcullis check: ${path} holds no policy that could be read.\n`);
  assert.equal(err, said.join(""));
});

test("in a folder a link to a policy is followed, a link to a folder is not", async () => {
  const linked = join(folder, "linked");
  mkdirSync(linked);
  symlinkSync(join(folder, "wrong.json"), join(linked, "wrong.json"));
  symlinkSync(linked, join(linked, "circle"));
  const { code, out, err } = await run(["check", "--format", "json", linked]);
  assert.deepEqual([code, err], [1, ""]);
  const { files } = JSON.parse(out);
  assert.deepEqual(
    files.map(({ path }: { path: string }) => path),
    [join(linked, "wrong.json")],
  );
});

test("what cannot be read in a folder is named, and the rest of the folder is checked", async () => {
  const partly = join(folder, "partly");
  mkdirSync(partly);
  symlinkSync("nowhere", join(partly, "gone.json"));
  writeFileSync(join(partly, "wrong.json"), wrong);
  const { code, out, err } = await run(["check", partly]);
  assert.equal(code, 2);
  assert.equal(err, `portcullis check: ${join(partly, "gone.json")} cannot be read (ENOENT).\n`);
  assert.match(out, /INVALID_ACTION/);
});

test("a wrong option is refused in one sentence, and exits with 2", async () => {
  for (const argv of [
    [],
    ["--type", "user", "x"],
    ["--format", "xml", "x"],
    ["--fail-on", "hint", "x"],
    ["--type"],
    ["--format", "--type", "x"],
    ["--nope", "x"],
    ["--catalog", "/nope", "-"],
  ]) {
    const { code, out, err } = await run(["check", ...argv]);
    assert.deepEqual([code, out], [2, ""], argv.join(" "));
    assert.match(err, /^portcullis check: [^\n]+\.\n$/);
  }
});

test("a document steers no terminal", async () => {
  const { out } = await run(
    ["check", "-"],
    policy({ Effect: "\u001b[2J\u202e", Action: "s3:GetObject", Resource: "*" }),
  );
  assert.doesNotMatch(out, /[\u001b\u202e]/u);
  assert.match(out, /The effect \\u\{1b\}\[2J\\u\{202e\} is not valid/);
});

test("a thousand policies are checked in less than two seconds", async () => {
  const many = join(folder, "many");
  mkdirSync(many);
  for (let number = 0; number < 1000; number++) {
    const statements = Array.from({ length: 4 }, (_, index) => ({
      Effect: "Allow",
      Action: [`ec2:Describe${index}*`, "s3:GetObject", "iam:ListUsers", "dynamodb:Query"],
      Resource: [
        `arn:aws:s3:::bucket-${number}-${index}/*`,
        `arn:aws:dynamodb:*:123456789012:table/t${index}`,
      ],
      Condition: { StringEquals: { "aws:PrincipalTag/team": `t${index}` } },
    }));
    writeFileSync(join(many, `${number}.json`), policy(statements));
  }
  const before = process.cpuUsage();
  const { out } = await run(["check", "--format", "json", many]);
  const { user, system } = process.cpuUsage(before);
  assert.equal(JSON.parse(out).files.length, 1000);
  assert.ok(user + system < 2_000_000, `${(user + system) / 1000} ms of CPU`);
});
