import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { after, before, describe, test } from "node:test";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { runtimeDependencies } from "../tools/dependencies.table.ts";
import { packPackages } from "../tools/pack-packages.ts";

const root = resolve(import.meta.dirname, "..");

/** The packages as a stranger gets them: packed, and installed by npm into an empty folder without a network. */
describe("the published packages", () => {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-installed-"));
  const installed = (path: string): string => join(folder, "node_modules", path);
  const run = (program: string, ...args: readonly string[]): string =>
    execFileSync(program, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

  /** Without a network npm cannot fetch what others publish: it gets empty packages of the right names and versions. */
  const standIn = (name: string): string => {
    const place = join(folder, "stand-ins", name);
    const { version } = JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8"));
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "package.json"), JSON.stringify({ name, version }));
    return place;
  };

  before(() => {
    const tarballs = packPackages(root, join(folder, "tarballs"));
    const others = runtimeDependencies.map(({ name }) => name);
    const placeholders = Object.fromEntries(others.map((name) => [name, `file:${standIn(name)}`]));
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ private: true, type: "module", dependencies: placeholders }),
    );
    const options = ["--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    run("npm", "install", ...options, `--cache=${join(folder, "cache")}`, ...tarballs);
    for (const name of others) {
      rmSync(installed(name));
      symlinkSync(join(root, "node_modules", name), installed(name));
    }
  });
  after(() => rmSync(folder, { recursive: true }));

  test("hold JavaScript, declarations and tables, and nothing of the checkout", () => {
    for (const manifest of globSync("packages/*/package.json", { cwd: root })) {
      const { name, version } = JSON.parse(readFileSync(join(root, manifest), "utf8"));
      const published = JSON.parse(readFileSync(installed(`${name}/package.json`), "utf8"));
      assert.equal(published.version, version);
      assert.ok(existsSync(installed(`${name}/LICENSE`)), name);
      const files = globSync("**/*.{ts,js,json}", { cwd: installed(name) });
      assert.ok(files.length > 2, name);
      for (const file of files)
        assert.match(file, /^package\.json$|^dist\/.+(\.js|\.d\.ts|\.json)$|^bin\//, name);
      for (const file of files.filter((path) => path.endsWith(".js"))) {
        assert.doesNotMatch(
          readFileSync(installed(`${name}/${file}`), "utf8"),
          /(from|import\() ?["'][^"']+\.ts["']/,
          file,
        );
      }
    }
  });

  test("decide with the policy library alone", () => {
    writeFileSync(
      join(folder, "decide.js"),
      `import { compile, decide } from "@portcullis/policy";
       const text = JSON.stringify({ Version: "2012-10-17", Statement: [
         { Effect: "Allow", Action: "shop:Refund*", Resource: "*", Condition: { NumericLessThan: { "shop:Amount": "100" } } },
       ] });
       const identity = [compile("identity", [{ source: { name: "refunds" }, text }])];
       const ask = (amount) => decide({ identity, scps: [], rcps: [] }, {
         principal: { kind: "user", arn: "arn:aws:iam::111122223333:user/ann", account: "111122223333", id: "AIDAEXAMPLE" },
         action: "shop:RefundOrder",
         resource: { arn: "arn:aws:shop:::order/1", account: "111122223333" },
         context: { get: (key) => (key === "shop:amount" ? [amount] : undefined) },
       }).outcome;
       console.log(ask("99"), ask("100"));`,
    );
    assert.equal(run(process.execPath, "decide.js"), "Allow ImplicitDeny\n");
  });

  test("carry types that a stranger's compiler accepts whole", () => {
    writeFileSync(
      join(folder, "types.ts"),
      `import { compile, decide, type Layers, type Request } from "@portcullis/policy";
       export const outcome: (layers: Layers, request: Request) => "Allow" | "ExplicitDeny" | "ImplicitDeny" =
         (layers, request) => decide(layers, request).outcome;
       // @ts-expect-error there is no such type of policy
       compile("nonsense", []);`,
    );
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", "--types", ""];
    run(process.execPath, join(root, "node_modules/typescript/bin/tsc"), ...options, "types.ts");
  });

  test("serve AWS's APIs from the installed command", async () => {
    const key = { accessKeyId: "PACKAGING-TEST-KEY", secretAccessKey: "a-secret-of-the-packaging-test" };
    const server = spawn(
      process.execPath,
      [installed("portcullis/bin/portcullis.js"), "start", "--ephemeral", "--port=0", "--operator-port=0"],
      {
        cwd: folder,
        env: {
          ...process.env,
          PORTCULLIS_ROOT_ACCESS_KEY_ID: key.accessKeyId,
          PORTCULLIS_ROOT_SECRET_ACCESS_KEY: key.secretAccessKey,
        },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const exit = once(server, "exit");
    try {
      const endpoint = await announcedEndpoint(server.stdout);
      const sts = new STSClient({ endpoint, region: "us-east-1", credentials: key });
      const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
      sts.destroy();
      assert.equal(Arn, "arn:aws:iam::123456789012:root");
    } finally {
      server.kill("SIGTERM");
    }
    assert.deepEqual(await exit, [0, null]);
  });
});

/** The endpoint that a starting server prints. Its output is read on, so that the server can go on printing. */
function announcedEndpoint(output: Readable): Promise<string> {
  return new Promise((found, fail) => {
    let text = "";
    output.on("data", (chunk) => {
      text += chunk;
      const endpoint = /serves the AWS APIs at (\S+)\n/.exec(text)?.[1];
      if (endpoint !== undefined) found(endpoint);
    });
    output.on("end", () => fail(new Error(`the server ended before it announced itself: ${text}`)));
  });
}
