import type { KeyLife } from "@portcullis/keys";
import type { Asker, KeysFacts, KeysRefusal, Powers, RotationFacts } from "@portcullis/services";
import { StorageError } from "@portcullis/storage";
import type { Runtime } from "../runtime.ts";
import { type RotationStatus, rotationStatus, startRotation } from "./rotation.ts";
import { valuesLeft } from "./values-left.ts";

/** What the operator is told that a key does. */
const states: Readonly<Record<KeyLife, KeysFacts["keys"][number]["state"]>> = {
  coming: "opens",
  sealing: "seals",
  leaving: "opens",
  retired: "retired",
};

/** Nodes that take the next step at the same time, or operators that ask at once, are this often waited out. */
const TRIES = 5;

/** Starts a rotation for somebody, or joins the one that is under way. Rejects with a `StorageError`. */
export async function rotateKeys(runtime: Runtime, asker: Asker): ReturnType<Powers["rotateKeys"]> {
  for (let left = TRIES; ; left--) {
    try {
      const rotation = await startRotation(runtime, asker);
      if (!rotation.ok) return { problem: rotation.problem };
      return { started: rotation.started, ...(await factsOf(runtime, rotation.status)) };
    } catch (error) {
      if (!(error instanceof StorageError) || error.kind !== "lost-race" || left === 1) throw error;
    }
  }
}

/** Rejects with a `StorageError`. */
export async function describeKeys(runtime: Runtime): Promise<KeysFacts | KeysRefusal> {
  const rotation = await rotationStatus(runtime);
  if (!rotation.ok) return { problem: rotation.problem };
  const keys = rotation.status.keys.map(({ life, ...key }) => ({ ...key, state: states[life] }));
  return { keys, ...(await factsOf(runtime, rotation.status)) };
}

async function factsOf(
  runtime: Runtime,
  { stage, wrappedByFirst, keys }: RotationStatus,
): Promise<RotationFacts> {
  if (stage === "settled") return { wrappedByFirst, rotation: undefined };
  const atRest = keys.filter(({ purpose }) => purpose === "at-rest");
  // A rotation makes the newest one. Keys of other purposes are made by a restore, too.
  const begun = Math.max(...atRest.map(({ created }) => created));
  const retired = new Set(atRest.filter(({ life }) => life === "retired").map(({ number }) => number));
  const left = stage === "resealing" ? await valuesLeft(runtime, retired) : undefined;
  return { wrappedByFirst, rotation: { step: stage, begun, left } };
}
