/**
 * `npm run bench:decide [-- S M L XL growth compile memory adversarial]`: CPU time per decision of the engine, of the floor that no engine can
 * be under, and of others, over the same seeded requests in the same run. Fails where a bar is missed.
 */
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { describeMachine } from "../report.ts";
import { growsFaster } from "./adversarial.ts";
import { casbin } from "./casbin.ts";
import { cedar } from "./cedar.ts";
import { microsecondsToCompile } from "./compile.ts";
import { type Measured, median, nanosecondsOf } from "./cpu.ts";
import { candidatesOf, type Decider, floor, ours } from "./engines.ts";
import { growth } from "./growth.ts";
import { naive } from "./naive.ts";
import type { Workload } from "./workload.ts";
import { workloads } from "./workloads.ts";

const rounds = 7;
const milliseconds = 120;
const wanted = process.argv.slice(2);
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);

/** Most times the floor, and how many times faster than each peer. */
const bars: Readonly<Record<string, { readonly floor: number; readonly peers?: number }>> = {
  S: { floor: 2 },
  M: { floor: 2, peers: 100 },
  L: { floor: 4, peers: 100 },
  XL: { floor: 2 },
};

let missed = 0;
function judge(what: string, value: number, held: boolean, bar: string): void {
  if (!held) missed += 1;
  console.log(`  ${what.padEnd(34)}${value.toFixed(2).padStart(10)}   ${bar}: ${held ? "held" : "MISSED"}`);
}

/** The arms in turn, round after round: whatever else the machine does falls on all of them. */
function measure(arms: ReadonlyMap<string, Measured>): ReadonlyMap<string, readonly number[]> {
  const figures = new Map<string, number[]>([...arms.keys()].map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++)
    for (const [name, arm] of arms) {
      const figure = nanosecondsOf(arm, milliseconds);
      if (round > 0) figures.get(name)!.push(figure);
    }
  return figures;
}

/** In a process of its own, so that nothing else counts. */
function mebibytesOf(...what: string[]): number {
  const script = resolve(import.meta.dirname, "memory.ts");
  return Number(
    execFileSync(process.execPath, [script, ...what], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
}

const ratio = (of: readonly number[], to: readonly number[]): number =>
  median(of.map((value, round) => value / to[round]!));

function checkAnswers(name: string, { asks }: Workload, decide: Decider, every: number): void {
  for (let at = 0; at < asks.length; at += every)
    if (decide(at) !== asks[at]!.allowed) throw new Error(`${name} answers request ${at} otherwise`);
}

async function compare(workload: Workload): Promise<void> {
  const { name, what, asks } = workload;
  console.log(`${name}: ${what}; ${candidatesOf(workload).toFixed(1)} candidate statements a request`);
  const engine = ours(workload);
  const plain = naive(workload);
  const wasm = cedar(workload);
  const rows = await casbin(workload);
  checkAnswers("the engine", workload, engine, 1);
  checkAnswers("the naive evaluator", workload, plain, 7);
  // Without layers the others answer another question on L.
  if (name !== "L") {
    checkAnswers("cedar", workload, wasm, 501);
    checkAnswers("casbin", workload, rows, 501);
  }
  const count = asks.length;
  const figures = measure(
    new Map([
      ["floor", { decide: floor(workload), count, batch: 1000 }],
      ["portcullis", { decide: engine, count, batch: 1000 }],
      ["naive, cached expressions", { decide: plain, count, batch: 100 }],
      ["cedar-wasm, preparsed", { decide: wasm, count, batch: 5 }],
      ["casbin", { decide: rows, count, batch: 5 }],
    ]),
  );
  for (const [arm, values] of figures)
    console.log(`  ${arm.padEnd(34)}${median(values).toFixed(0).padStart(10)} ns`);
  const own = figures.get("portcullis")!;
  const bar = bars[name]!;
  const toFloor = ratio(own, figures.get("floor")!);
  judge("portcullis to the floor", toFloor, toFloor <= bar.floor, `at most ${bar.floor}`);
  for (const peer of ["cedar-wasm, preparsed", "casbin", "naive, cached expressions"]) {
    const faster = ratio(figures.get(peer)!, own);
    if (bar.peers !== undefined && !peer.startsWith("naive"))
      judge(`${peer} to portcullis`, faster, faster >= bar.peers, `at least ${bar.peers}`);
    else console.log(`  ${`${peer} to portcullis`.padEnd(34)}${faster.toFixed(2).padStart(10)}`);
  }
  console.log("");
}

console.log(`${describeMachine()}\n`);
for (const workload of workloads()) if (isWanted(workload.name)) await compare(workload);
if (isWanted("growth")) {
  console.log("growth: the same requests to a user with 100 and with 10,000 statements");
  const few = { decide: growth(100), count: 100, batch: 1000 };
  const many = { decide: growth(10_000), count: 100, batch: 1000 };
  const figures = measure(
    new Map([
      ["100", few],
      ["10,000", many],
    ]),
  );
  for (const [arm, values] of figures)
    console.log(`  ${arm.padEnd(34)}${median(values).toFixed(0).padStart(10)} ns`);
  const grown = ratio(figures.get("10,000")!, figures.get("100")!);
  judge("10,000 to 100", grown, grown <= 2, "at most 2");
}
if (isWanted("compile")) {
  console.log("compile: a managed policy of 6 KB, warm");
  const { compact, indented, parse } = microsecondsToCompile(25);
  console.log(`  ${"JSON.parse alone, µs".padEnd(34)}${parse.toFixed(0).padStart(10)}`);
  console.log(`  ${"written with indents, µs".padEnd(34)}${indented.toFixed(0).padStart(10)}`);
  judge("compile, µs", compact, compact < 300, "under 300");
}
if (isWanted("memory")) {
  console.log("memory: heap with the texts, after every holder has decided; MiB");
  const realm = mebibytesOf("realm");
  judge("1,000 roles with 10 policies each", realm, realm < 400, "under 400");
  const more = mebibytesOf("users", "5000") - mebibytesOf("users", "1");
  judge("5,000 users in 4 groups above one", more, more <= 64, "at most 64");
}
if (isWanted("adversarial")) {
  console.log("adversarial: size of a part against CPU time to compile and decide");
  const faster = growsFaster((line) => console.log(line));
  judge(
    "shapes that grow faster than linear",
    faster.length,
    faster.length === 0,
    `none${faster.length > 0 ? ` (${faster.join(", ")})` : ""}`,
  );
}
console.log(`${missed} bars missed`);
process.exit(missed === 0 ? 0 : 1);
