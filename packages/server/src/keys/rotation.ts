import {
  type KeyLife,
  keyLife,
  MasterKeyError,
  MasterKeyUnavailable,
  newDataKeys,
  rewrapKeys,
  wrappedByFirst,
} from "@portcullis/keys";
import type { Asker } from "@portcullis/services";
import type { Runtime } from "../runtime.ts";
import { changeKeys } from "./change-keys.ts";
import type { ReadKeys } from "./kept-keys.ts";
import { type RotationStage, stageOf } from "./rotation-steps.ts";

/** Where the keys of the deployment stand. Holds no key, wrapped or not. */
export interface RotationStatus {
  readonly stage: RotationStage;
  /** Whether the master key that this node would wrap with wrapped them: then the others may be taken away. */
  readonly wrappedByFirst: boolean;
  readonly keys: readonly {
    readonly number: number;
    readonly purpose: string;
    readonly life: KeyLife;
    /** Epoch milliseconds. */
    readonly created: number;
    readonly retired: number | undefined;
  }[];
}

export type Rotation = { readonly ok: true; readonly status: RotationStatus } | Unusable;

export type StartedRotation =
  | {
      readonly ok: true;
      /** false: one was under way. */
      readonly started: boolean;
      readonly status: RotationStatus;
    }
  | Unusable;

interface Unusable {
  readonly ok: false;
  /** One sentence for the operator. Nothing was changed. */
  readonly problem: string;
}

/**
 * Begins a rotation of every key: all are wrapped anew by this node's first master key, and each purpose gets a new key
 * that nothing is sealed with yet. Every node carries it on from there (`keepKeys`). Where one is under way no new keys
 * are added; it is only seen to that the first master key wraps. Rejects with a `StorageError`; lost-race: somebody
 * else changed the keys at the same time.
 */
export function startRotation(runtime: Runtime, asker?: Asker): Promise<StartedRotation> {
  return unlessUnusable(runtime, async (read) => {
    const { masterKeys, ring } = runtime.keys;
    const idle = stageOf(read.rows) === "settled";
    if (idle || !(await wrappedByFirst(masterKeys, read.keyCheck))) {
      const kept = await rewrapKeys(masterKeys, read);
      const first = 1 + Math.max(...read.rows.map(({ number }) => number));
      const made = idle ? await newDataKeys(masterKeys.first, ring.deploymentId, first, read.clock) : [];
      const added = made.map((row) => ({ ...row, active: false }));
      const next = { ...kept, rows: [...kept.rows, ...added] };
      await changeKeys(
        runtime,
        read,
        next,
        idle ? "AnnounceDataKeys" : "RewrapDataKeys",
        idle ? added : next.rows,
        asker,
      );
    }
    const rotation = await rotationStatus(runtime);
    return rotation.ok ? { ...rotation, started: idle } : rotation;
  });
}

/** How far it is, whichever node does it: by the rows alone. Rejects with a `StorageError`. */
export function rotationStatus(runtime: Runtime): Promise<Rotation> {
  return unlessUnusable(runtime, async ({ rows, keyCheck }) => ({
    ok: true,
    status: {
      stage: stageOf(rows),
      wrappedByFirst: await wrappedByFirst(runtime.keys.masterKeys, keyCheck),
      keys: rows.map((row) => ({
        number: row.number,
        purpose: row.purpose,
        life: keyLife(row, rows),
        created: row.created,
        retired: row.retired,
      })),
    },
  }));
}

async function unlessUnusable<R>(
  { keys }: Runtime,
  run: (read: ReadKeys) => Promise<R>,
): Promise<R | Unusable> {
  try {
    const read = await keys.refresh();
    if (read !== undefined) return await run(read);
    return { ok: false, problem: keys.problem() ?? "The data keys cannot be used." };
  } catch (error) {
    if (error instanceof MasterKeyUnavailable) return { ok: false, problem: error.message };
    if (error instanceof MasterKeyError)
      return { ok: false, problem: "A data key does not open under any master key of this server." };
    throw error;
  }
}
