import { type Entity, sealedTexts, writeBody } from "@portcullis/directory";
import { type KeyRing, openField, sealField } from "@portcullis/keys";
import type { EntityRow } from "@portcullis/storage";

/** The first sealed field that does not open where it stands; undefined: all do. */
export function unopenedField(ring: KeyRing, realm: string, entity: Entity): string | undefined {
  const { kind, id } = entity;
  const found = sealedTexts(entity).find(
    ({ field, text }) => openField(ring, { realm, kind, id, field }, text) === undefined,
  );
  return found?.field;
}

/** The entity with what is sealed under one ring sealed under another. Throws where something does not open. */
export function resealed(from: KeyRing, to: KeyRing, realm: string, entity: Entity): EntityRow {
  const { kind, id } = entity;
  const fields = sealedTexts(entity).map(({ field, text }) => {
    const place = { realm, kind, id, field };
    const secret = openField(from, place, text);
    if (secret === undefined) throw new Error(`the ${field} of a ${kind} does not open`);
    return [field, sealField(to, place, secret)] as const;
  });
  return writeBody({ ...entity, ...Object.fromEntries(fields) } as Entity);
}
