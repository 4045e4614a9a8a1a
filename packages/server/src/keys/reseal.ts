import { type Entity, writeBody } from "@portcullis/directory";
import { type KeyRing, openField, sealField } from "@portcullis/keys";
import type { Attempted, EntityKey } from "@portcullis/storage";
import { bounds } from "../audit/bounds.table.ts";
import { serviceEvent } from "../audit/service-event.ts";
import { leaveRoom } from "../leave-room.ts";
import type { Runtime } from "../runtime.ts";
import { everyRealm, sealedElsewhere, sealingNumber, textsElsewhere } from "./sealed-elsewhere.ts";

/** Entities of one change: few enough that its event names each, and that other changes do not wait for long. */
const BATCH = bounds.resources;

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
    const before = await keysElsewhere(runtime, realm);
    for (let at = 0; at < before.length; at += BATCH) {
      if (signal.aborted) return undefined;
      const began = performance.now();
      entities += await resealBatch(runtime, realm, before.slice(at, at + BATCH));
      await leaveRoom(performance.now() - began, signal);
    }
    if (before.length === 0) continue;
    for (const { entity, texts } of await sealedElsewhere(runtime, realm)) {
      for (const { number } of texts) inUse.add(number);
      unreadable.push(`${realm} ${entity.kind} ${entity.id}`);
    }
  }
  return signal.aborted ? undefined : { entities, inUse, unreadable };
}

/** Not the entities themselves: what is sealed anew is what they are by then. */
async function keysElsewhere(runtime: Runtime, realm: string): Promise<readonly EntityKey[]> {
  const found = await sealedElsewhere(runtime, realm);
  return found.map(({ entity: { kind, id } }) => ({ kind, id }));
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
const cloudTypes: Partial<Record<Entity["kind"], string>> = {
  "access-key": "AWS::IAM::AccessKey",
  "saml-key": "AWS::IAM::SAMLProvider",
  // Named by the unique id of its user.
  "login-profile": "AWS::IAM::User",
  "mfa-device": "AWS::IAM::MfaDevice",
};

/** undefined: nothing of it is sealed with another key, or what is does not open. */
function resealed(ring: KeyRing, realm: string, entity: Entity): Entity | undefined {
  const { kind, id } = entity;
  const fields = textsElsewhere(ring, entity).flatMap(({ field, text }) => {
    const place = { realm, kind, id, field };
    const secret = openField(ring, place, text);
    return secret === undefined ? [] : [[field, sealField(ring, place, secret)] as const];
  });
  return fields.length === 0 ? undefined : { ...entity, ...Object.fromEntries(fields) };
}
