import assert from "node:assert/strict";
import { test } from "node:test";
import { decide, explain, type Layers, problemsOf } from "@portcullis/policy";
import { engineInput, requestOf } from "./engine.ts";
import { oracle, type World } from "./oracle.ts";
import { randomOf } from "./random.ts";
import { variantOf, worldOf } from "./worlds.ts";

// As many decisions as fit the time; a soak makes twenty million, in parts. What fails says its seed, and
// PORTCULLIS_SEED with PORTCULLIS_ROUNDS=1 decides it again.
const soaking = process.env.PORTCULLIS_SOAK !== undefined;
const firstSeed = Number(process.env.PORTCULLIS_SEED ?? 20_260_901);
/** Requests to the same policies. */
const EACH = 40;
const rounds = Number(
  process.env.PORTCULLIS_ROUNDS ?? (soaking ? 5_000_000 / EACH : Number.POSITIVE_INFINITY),
);
const parts = 4;
/** Seconds of CPU time of all parts, where nothing else is said; on a busy machine the clock ends them first. */
const seconds = soaking ? Number.POSITIVE_INFINITY : Number(process.env.PORTCULLIS_FUZZ_SECONDS ?? 40);

/** True as long as there is time left. */
function timer(): () => boolean {
  const start = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    const share = seconds / parts;
    return (user + system) / 1e6 < share && (performance.now() - start) / 1000 < share * 1.4;
  };
}

function isReadable(layers: Layers): boolean {
  const { identity, boundary, session, resource, endpoint, scps, rcps } = layers;
  const sets = [...identity, boundary, session, resource, endpoint, ...scps.flat(), ...rcps.flat()];
  return sets.every((set) => set === undefined || problemsOf(set).length === 0);
}

/** Takes parts of a world away as long as engine and oracle still differ. */
function minimized(world: World): World {
  const differs = (candidate: World) => {
    try {
      const { layers, request } = engineInput({ ...candidate, principal: world.principal });
      return isReadable(layers) && decide(layers, request).outcome !== oracle(candidate);
    } catch {
      return false;
    }
  };
  for (let smaller: World | undefined = world; smaller !== undefined; ) {
    world = smaller;
    smaller = [...without(world)].find((each) => differs(each as World)) as World | undefined;
  }
  return world;
}

function* without(value: unknown): Generator<unknown> {
  if (typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) {
    if (key === "principal" || key === "resource" || key === "action") continue;
    const copy = Array.isArray(value) ? [...value] : { ...value };
    if (Array.isArray(copy)) copy.splice(Number(key), 1);
    else delete (copy as Record<string, unknown>)[key];
    yield copy;
    for (const part of without((value as Record<string, unknown>)[key])) {
      const changed = Array.isArray(value) ? [...value] : { ...value };
      (changed as Record<string, unknown>)[key] = part;
      yield changed;
    }
  }
}

for (let part = 1; part <= parts; part++)
  test(`the engine decides as the oracle does, and explains what it decides: part ${part}`, (context) => {
    const seen = { Allow: 0, ExplicitDeny: 0, ImplicitDeny: 0 };
    const inTime = timer();
    let round = 0;
    for (; round < rounds && inTime(); round++) {
      const seed = firstSeed + part * 100_000_000 + round - 100_000_000;
      const random = randomOf(seed);
      const first = worldOf(random);
      const { layers } = engineInput(first);
      assert.ok(isReadable(layers), `seed ${seed} made a document that cannot be read`);
      for (let each = 0; each < EACH; each++) {
        const world = each === 0 ? first : variantOf(random, first);
        const request = requestOf(world);
        const decision = decide(layers, request);
        const expected = oracle(world);
        if (decision.outcome !== expected)
          assert.fail(
            `seed ${seed}: the engine says ${decision.outcome}, the oracle ${expected}, of\n${JSON.stringify(minimized(world), null, 1)}`,
          );
        seen[expected]++;
        if (each > 0) continue;
        const { outcome, layer, statement, unknownKeys } = explain(layers, request);
        assert.deepEqual({ outcome, layer, statement, unknownKeys }, decision);
      }
    }
    const decided = round * EACH;
    context.diagnostic(`${decided} decisions`);
    // Generators that only ever deny would test little.
    if (round > 100)
      for (const [outcome, count] of Object.entries(seen))
        assert.ok(count > decided / 20, `only ${count} decisions of ${decided} were ${outcome}`);
  });
