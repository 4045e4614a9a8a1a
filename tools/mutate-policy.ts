/**
 * `npm run mutate [-- part of a file or fault ...]`: puts deliberate faults into a copy of the policy engine, one at
 * a time, and runs its tests. Prints which test caught which fault; fails where one survives.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Mutation, mutations } from "./mutations.table.ts";

const root = resolve(import.meta.dirname, "..");

/** The quick ones first: the first that fails is enough. */
const tests = [
  "cases.test.ts",
  "attacks.test.ts",
  "explain.test.ts",
  "strict-json.test.ts",
  "many-statements.test.ts",
  "patterns.test.ts",
  "unknown-keys.test.ts",
  "unknown-exactly.test.ts",
  "oracle-agreement.test.ts",
  "combination.test.ts",
];

/** A workspace with the engine alone, so that the project's own files are never touched. */
function copyEngine(): string {
  const copy = mkdtempSync(join(tmpdir(), "mutate-policy-"));
  const engine = join(copy, "packages/policy");
  for (const part of ["src", "test", "cases", "package.json"])
    cpSync(join(root, "packages/policy", part), join(engine, part), { recursive: true });
  mkdirSync(join(copy, "node_modules/@portcullis"), { recursive: true });
  symlinkSync(engine, join(copy, "node_modules/@portcullis/policy"));
  // It finds what it needs itself beside where it really lies.
  symlinkSync(join(root, "node_modules/fast-check"), join(copy, "node_modules/fast-check"));
  return engine;
}

function run(engine: string, ...args: string[]): boolean {
  const env = { ...process.env, PORTCULLIS_ROUNDS: process.env.PORTCULLIS_ROUNDS ?? "400" };
  // A fault can make the engine run for ever; that is caught too.
  return (
    spawnSync(process.execPath, args, { cwd: engine, env, stdio: "ignore", timeout: 120_000 }).status === 0
  );
}

/** The test file that fails; undefined where none does. */
function failingTest(engine: string): string | undefined {
  return tests.find((file) => !run(engine, "--test", "--test-isolation=none", `test/${file}`));
}

type Verdict = { readonly mutation: Mutation; readonly caught: boolean; readonly by: string };

function tryMutation(engine: string, mutation: Mutation): Verdict {
  const path = join(engine, "src", mutation.file);
  const text = readFileSync(path, "utf8");
  if (text.split(mutation.from).length !== 2)
    return { mutation, caught: false, by: "does not stand exactly once in the file" };
  writeFileSync(
    path,
    text.replace(mutation.from, () => mutation.to),
  );
  const loads = run(engine, "--input-type=module", "--eval", 'await import("@portcullis/policy")');
  const by = loads ? failingTest(engine) : undefined;
  writeFileSync(path, text);
  return { mutation, caught: by !== undefined, by: loads ? (by ?? "SURVIVED") : "does not load" };
}

const wanted = process.argv.slice(2);
const chosen = mutations.filter(
  ({ file, fault }) => wanted.length === 0 || wanted.some((part) => `${file} ${fault}`.includes(part)),
);
const engine = copyEngine();
let survived = 0;
try {
  const sound = failingTest(engine);
  if (sound !== undefined) throw new Error(`without any fault ${sound} fails`);
  for (const mutation of chosen) {
    const { caught, by } = tryMutation(engine, mutation);
    if (!caught) survived += 1;
    console.log(
      `${caught ? "caught  " : "SURVIVED"}  ${mutation.file.padEnd(34)}${mutation.fault.padEnd(78)}${by}`,
    );
  }
} finally {
  rmSync(resolve(engine, "../.."), { recursive: true });
}
console.log(`${chosen.length - survived} of ${chosen.length} faults caught`);
process.exitCode = survived === 0 && chosen.length > 0 ? 0 : 1;
