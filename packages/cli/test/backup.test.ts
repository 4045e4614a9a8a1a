import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { createMasterKeyFile } from "@portcullis/keys";
import { run } from "./run.ts";

const keys = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "hunter2" };
const target = { AWS_ENDPOINT_URL: "http://127.0.0.1:1", AWS_REGION: "eu-west-1", ...keys };

describe("portcullis backup", () => {
  const problems: readonly (readonly [env: Record<string, string>, words: RegExp])[] = [
    [{}, /AWS_ENDPOINT_URL is not set/],
    [{ ...target, AWS_ENDPOINT_URL: "" }, /AWS_ENDPOINT_URL is not set/],
    [{ ...target, AWS_ENDPOINT_URL: "ftp://hunter2" }, /AWS_ENDPOINT_URL must be an http or https URL/],
    [{ ...target, AWS_ENDPOINT_URL: "http://hunter2@h" }, /AWS_ENDPOINT_URL must be/],
    [
      { ...target, AWS_SECRET_ACCESS_KEY: "" },
      /AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set\. See/,
    ],
    [
      { ...target, AWS_ACCESS_KEY_ID: "", AWS_PROFILE: "hunter2" },
      /AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set: profiles are not read, .+aws configure get aws_access_key_id/,
    ],
    [{ ...target, AWS_SESSION_TOKEN: "hunter2\n" }, /session token and the region must hold neither blanks/],
    [{ ...target, AWS_REGION: "" }, /AWS_REGION or AWS_DEFAULT_REGION must be set/],
  ];
  test("refuses what is missing in one sentence that repeats no value", async () => {
    for (const [env, words] of problems) {
      const { code, out, err } = await run(["backup"], "", env);
      assert.deepEqual([code, out], [2, ""]);
      assert.match(err, words);
      assert.match(err, /^portcullis backup: [^\n]+\. See portcullis backup --help\.\n$/);
      assert.doesNotMatch(err, /hunter2/);
    }
    for (const argv of [
      ["backup", "file"],
      ["backup", "--format", "xml"],
      ["backup", "--out", "x"],
    ]) {
      assert.equal((await run(argv, "", target)).code, 2);
    }
  });

  test("says in one sentence that nobody answers", async () => {
    const { code, err } = await run(["backup"], "", target);
    assert.deepEqual([code, err], [1, "portcullis backup: The server did not answer (ECONNREFUSED).\n"]);
  });

  test("calls the operation below the endpoint's path, and shows what a server says fit for a terminal", async () => {
    const seen: unknown[] = [];
    const server = createServer(async (request, response) => {
      const { url, headers } = request;
      seen.push([url, headers["x-amz-target"], headers["x-amz-security-token"], await text(request)]);
      response.writeHead(400).end('{"__type":"Odd\\u001b[1m","message":"no\\u001b[31m\\nway"}');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const env = { ...target, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}/below`, AWS_SESSION_TOKEN: "token" };
    const { code, err } = await run(["backup"], "", env);
    server.close();
    assert.deepEqual([code, err], [1, "portcullis backup: no [31m way (Odd1m).\n"]);
    assert.deepEqual(seen, [["/below/", "Portcullis_20261101.CreateBackup", "token", "{}"]]);
  });

  test("takes nothing for a backup that is none, and lets what answers steer no terminal", async () => {
    const Backup = { Path: "/b\u001b[2J\n\u202e", Size: 1, Sha256: "5\u0007", Created: 1, DeploymentId: "d" };
    const others = {
      Incarnation: "i",
      Realms: 1,
      Revisions: 1,
      Entities: 1,
      Events: 1,
      "\u009b2J": "\u009b",
    };
    const whole = { Backup: { ...Backup, ...others } };
    const answers: readonly unknown[] = [null, {}, [], { Backup: {} }, { Backup: null }, whole];
    const waiting = [...answers, whole];
    const server = createServer((_, response) => response.end(JSON.stringify(waiting.shift())));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const env = { ...target, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
    for (const _ of answers.slice(1)) {
      const { code, err } = await run(["backup"], "", env);
      assert.deepEqual(
        [code, err],
        [1, "portcullis backup: The server did not answer (an answer that is not one).\n"],
      );
    }
    const { code, out } = await run(["backup"], "", env);
    const json = await run(["backup", "--format", "json"], "", env);
    server.close();
    assert.deepEqual([code, out], [0, "5   /b [2J  \n"]);
    assert.equal(JSON.parse(json.out)[" 2J"], " ");
    assert.doesNotMatch(json.out.replaceAll("\n", ""), /[\p{Cc}\p{Bidi_Control}]/u);
  });

  test("fails where a server goes over to another protocol, or calls its refusal what no screen holds", async () => {
    const answers: readonly string[] = [
      "101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n",
      `400 Bad Request\r\n\r\n{"message":"No.","__type":"${"A".repeat(1 << 19)}"}`,
    ];
    const waiting = [...answers];
    const server = createServer((_, { socket }) => socket?.end(`HTTP/1.1 ${waiting.shift()}`));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const env = { ...target, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
    const told = [await run(["backup"], "", env), await run(["backup"], "", env)];
    server.close();
    assert.deepEqual(
      told.map(({ code, out, err }) => [code, out, err]),
      [
        [1, "", "portcullis backup: The server did not answer (an answer that is not one).\n"],
        [1, "", `portcullis backup: No (${"A".repeat(100)}).\n`],
      ],
    );
  });
});

describe("portcullis restore", () => {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-restore-"));
  after(() => rmSync(folder, { recursive: true }));

  test("refuses wrong arguments in one sentence, and exits with 2", async () => {
    for (const argv of [
      [],
      ["one", "two"],
      ["one", "--format", "xml"],
      ["one", "--data-dri", "x"],
      ["one", "--data-dir"],
      ["one", "--data-dir", "x", "--data-dir", "y"],
      ["one", "--format", "json", "--format", "text"],
      ["one", "--as-new-deployment", "--as-new-deployment"],
    ]) {
      const { code, out, err } = await run(["restore", ...argv]);
      assert.deepEqual([code, out], [2, ""]);
      assert.match(err, /^portcullis restore: [^\n]+\. See portcullis restore --help\.\n$/);
    }
  });

  test("reads where to restore as start does, and makes nothing where the master key is missing", async () => {
    const place = join(folder, "place");
    const file = join(folder, "some.jsonl.gz");
    writeFileSync(file, "");
    for (const [argv, env] of [
      [["--data-dir", place], {}],
      [[], { PORTCULLIS_DATA_DIR: place }],
    ] as const) {
      const { code, err } = await run(["restore", file, ...argv], "", env);
      assert.equal(code, 1);
      assert.equal(
        err,
        `portcullis restore: There is no master key file ${join(place, "master.key")}: put the key of the server that made the backup there, or name it with --master-key-file.\n`,
      );
    }
    assert.ok(!existsSync(place));
  });

  test("lets a backup that anybody may have made steer no terminal", async () => {
    const file = join(folder, "hostile.jsonl.gz");
    const deployment = {
      id: "d",
      incarnation: "i",
      keyCheck: "",
      tables: 1,
      partition: "\u001b[2J\nok\u202e",
    };
    const rows = { key: 0, realm: 1, entity: 0, event: 0, once: 0, locator: 0, usage: 0 };
    const lines = [
      { portcullis: "backup", format: 1, created: 1, version: "1", deployment },
      ["realm", "r", 1, "c"],
      { end: { rows, revisions: 1, sha256: "", seal: "" } },
    ];
    writeFileSync(file, gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join("")));
    const key = join(folder, "some.key");
    assert.ok((await createMasterKeyFile(key)).ok);
    const { code, err } = await run(["restore", file, "--master-key-file", key]);
    const said = "The backup is of the partition  [2J ok , which this release does not know.";
    assert.deepEqual([code, err], [1, `portcullis restore: ${said}\n`]);
  });

  test("takes every master key that it is given, as start does", async () => {
    const file = join(folder, "some.jsonl.gz");
    writeFileSync(file, "");
    const [key, none] = [join(folder, "a.key"), join(folder, "none.key")];
    writeFileSync(key, `${"0".repeat(64)}\n`, { mode: 0o600 });
    for (const [first, second] of [
      [none, key],
      [key, none],
    ] as const) {
      const argv = ["--data-dir", folder, "--master-key-file", first, "--master-key-file", second];
      const { code, err } = await run(["restore", file, ...argv]);
      assert.equal(code, 1);
      assert.match(err, /^portcullis restore: There is no master key file [^\n]+none\.key: [^\n]+\n$/);
    }
  });

  test("names a backup that is not there before it asks for a master key", async () => {
    const [file, place] = [join(folder, "none"), join(folder, "place")];
    const { code, err } = await run(["restore", file, "--data-dir", place]);
    assert.deepEqual([code, err], [1, `portcullis restore: The backup ${file} cannot be read (ENOENT).\n`]);
  });
});
