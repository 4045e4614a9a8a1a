import { setTimeout as wait } from "node:timers/promises";
import { type Entity, readBody, sealedTexts, writeBody } from "@portcullis/directory";
import { type KeyRing, keyNumberOf, openField, sealField } from "@portcullis/keys";
import type { Attempted, EntityKey, EntityRow, Storage } from "@portcullis/storage";
import { bounds } from "../audit/bounds.table.ts";
import { serviceEvent } from "../audit/service-event.ts";
import { accountRealm, INSTALLATION } from "../realms/realm-names.ts";
import type { Runtime } from "../runtime.ts";

/** Entities of one change: few enough that its event names each, and that other changes do not wait for long. */
const BATCH = bounds.resources;

/** Milliseconds that two changes are apart at the least. */
const LEAST_PAUSE = 10;

export interface Resealed {
  /** Entities that were sealed anew. */
  readonly entities: number;
  /** Numbers of the keys that something says it is sealed with, the sealing key apart. */
  readonly inUse: ReadonlySet<number>;
  /** What names such a key and could not be sealed anew: it does not open where it stands. */
  readonly unreadable: readonly string[];
}

/**
 * Seals anew whatever is sealed at rest with another key than the one that seals now, realm by realm. It looks at what
 * is kept, not at what this node remembers; INVARIANT: secrets at rest stand in entities and nowhere else. May be
 * ended and begun again at any point. undefined: `signal` ended it.
 */
export async function resealAll(runtime: Runtime, signal: AbortSignal): Promise<Resealed | undefined> {
  let entities = 0;
  const inUse = new Set<number>();
  const unreadable: string[] = [];
  for (const realm of await everyRealm(runtime.storage)) {
    const before = await sealedElsewhere(runtime, realm);
    for (let at = 0; at < before.length; at += BATCH) {
      if (signal.aborted) return undefined;
      const began = performance.now();
      entities += await resealBatch(runtime, realm, before.slice(at, at + BATCH));
      const took = performance.now() - began;
      await wait(Math.max(LEAST_PAUSE, took), undefined, { ref: false, signal }).catch(() => undefined);
    }
    if (before.length === 0) continue;
    for (const { kind, id, numbers } of await sealedElsewhere(runtime, realm)) {
      for (const number of numbers) inUse.add(number);
      unreadable.push(`${realm} ${kind} ${id}`);
    }
  }
  return signal.aborted ? undefined : { entities, inUse, unreadable };
}

async function everyRealm(storage: Storage): Promise<readonly string[]> {
  const rows = (await storage.loadRealm(INSTALLATION))?.entities ?? [];
  const accounts = rows.filter(({ kind }) => kind === "enrollment").map(({ id }) => accountRealm(id));
  return [INSTALLATION, ...accounts];
}

interface SealedElsewhere extends EntityKey {
  /** Of the keys that its fields are sealed with. */
  readonly numbers: readonly number[];
}

async function sealedElsewhere(runtime: Runtime, realm: string): Promise<readonly SealedElsewhere[]> {
  const sealing = sealingNumber(runtime.ring);
  const rows: readonly EntityRow[] = (await runtime.storage.loadRealm(realm))?.entities ?? [];
  return rows.flatMap((row) => {
    const numbers = sealedTexts(readBody(row)).flatMap(({ text }) => {
      const number = keyNumberOf(text);
      return number === undefined || number === sealing ? [] : [number];
    });
    return numbers.length === 0 ? [] : [{ kind: row.kind, id: row.id, numbers }];
  });
}

/** Seals these entities anew as they are by then, in one change with its event; how many there were to seal. */
async function resealBatch(runtime: Runtime, realm: string, keys: readonly EntityKey[]): Promise<number> {
  const committer = await runtime.realms.committer(realm);
  if (committer === undefined) return 0;
  const now = runtime.clock.now();
  const sequence = runtime.nextSequence();
  return committer.submit((state): Attempted<number> => {
    const { ring } = runtime;
    const puts = keys.flatMap(({ kind, id }) => {
      const entity = state.byId[kind as Entity["kind"]].get(id);
      return (entity && resealed(ring, realm, entity)) ?? [];
    });
    if (puts.length === 0) return { result: 0, changes: undefined, events: [] };
    const event = serviceEvent(
      { writer: runtime.writer, nextSequence: () => sequence },
      {
        realm,
        name: "ResealSecrets",
        time: now,
        resources: puts.map(({ kind, id }) => ({ type: cloudTypes[kind] ?? kind, name: id })),
        details: { key: sealingNumber(ring), entities: puts.length },
      },
    );
    return {
      result: puts.length,
      changes: { puts: puts.map(writeBody), deletes: [] },
      events: [event],
      relied: [runtime.keys.standing()],
    };
  });
}

/** What events call the kinds that hold sealed fields. */
const cloudTypes: Partial<Record<Entity["kind"], string>> = { "access-key": "AWS::IAM::AccessKey" };

/** undefined: nothing of it is sealed with another key, or what is does not open. */
function resealed(ring: KeyRing, realm: string, entity: Entity): Entity | undefined {
  const { kind, id } = entity;
  const fields = sealedTexts(entity).flatMap(({ field, text }) => {
    if (keyNumberOf(text) === sealingNumber(ring)) return [];
    const place = { realm, kind, id, field };
    const secret = openField(ring, place, text);
    return secret === undefined ? [] : [[field, sealField(ring, place, secret)] as const];
  });
  return fields.length === 0 ? undefined : { ...entity, ...Object.fromEntries(fields) };
}

function sealingNumber(ring: KeyRing): number {
  const key = ring.sealing.get("at-rest");
  if (key === undefined) throw new Error("no key seals at rest");
  return key.number;
}
