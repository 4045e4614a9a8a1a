/** `npm run check [name ...]`: everything that must hold for the sources, side by side; tests are `npm test`. */
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { checkDependencies } from "./check-dependencies.ts";
import { checkLayers } from "./check-layers.ts";
import { checkNodeBinary } from "./check-node-binary.ts";
import { checkReleases } from "./check-releases.ts";
import { checkSizes } from "./check-sizes.ts";
import { checkSql } from "./check-sql.ts";
import { checkWords } from "./check-words.ts";
import { describe, type Finding, treeOfCheckout } from "./tree.ts";

/** What a check has to say; nothing, if all is well. */
type Check = () => Promise<string>;

const root = resolve(import.meta.dirname, "..");
const tree = treeOfCheckout(root);

const checks: Readonly<Record<string, Check>> = {
  types: node("node_modules/typescript/bin/tsc", "-p", "tsconfig.json"),
  "pure types": node("node_modules/typescript/bin/tsc", "-p", "tsconfig.pure.json"),
  lint: node("node_modules/@biomejs/biome/bin/biome", "ci", "--colors=off", "--error-on-warnings", "."),
  generated: node("tools/generate.ts", "--check", "--models", "packages/aws-model/models"),
  parity: node("tools/parity.ts", "--check"),
  configuration: node("tools/configuration.ts", "--check"),
  layers: findings(() => checkLayers(tree)),
  dependencies: findings(() => checkDependencies(tree)),
  "node binary": findings(() => checkNodeBinary(root)),
  sql: findings(() => checkSql(tree)),
  words: findings(() => checkWords(tree)),
  releases: findings(() => checkReleases(root, tree)),
  sizes: findings(() => checkSizes(tree)),
};

function findings(check: () => readonly Finding[] | Promise<readonly Finding[]>): Check {
  return async () => (await check()).map(describe).join("\n");
}

/** Runs a program of the checkout with this Node, and takes its output as complaint where it fails. */
function node(...args: readonly string[]): Check {
  return () =>
    new Promise((done, fail) => {
      const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
      let output = "";
      child.stdout.on("data", (text) => (output += text));
      child.stderr.on("data", (text) => (output += text));
      child.on("error", fail);
      child.on("close", (code) => done(code === 0 ? "" : output || `${args[0]} ended with ${code}`));
    });
}

async function run(name: string, check: Check): Promise<boolean> {
  const start = performance.now();
  const complaint = await check().catch((error: Error) => error.stack ?? error.message);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${complaint === "" ? "ok  " : "FAIL"}  ${name.padEnd(13)} ${seconds} s`);
  if (complaint !== "") console.log(`${complaint.trimEnd().replace(/^/gm, "      ")}\n`);
  return complaint === "";
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(checks, name));
if (unknown.length > 0) {
  console.error(`no check is called ${unknown.join(", ")}; there are: ${Object.keys(checks).join(", ")}`);
  process.exit(1);
}
const chosen = Object.entries(checks).filter(([name]) => wanted.length === 0 || wanted.includes(name));
const results = await Promise.all(chosen.map(([name, check]) => run(name, check)));
process.exitCode = results.every(Boolean) ? 0 : 1;
