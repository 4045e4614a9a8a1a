import { type Entity, kept, writeBody } from "@portcullis/directory";
import { type KeyRing, openField, sealField } from "@portcullis/keys";
import type { EntityRow } from "@portcullis/storage";

/** The fields of an entity that are kept sealed, and what they hold; the table says which. */
function sealedFields(entity: Entity): readonly (readonly [field: string, sealed: string])[] {
  return Object.entries(kept[entity.kind]).flatMap(([field, how]) => {
    const value = (entity as unknown as Readonly<Record<string, unknown>>)[field];
    return how === "sealed" && typeof value === "string" ? [[field, value] as const] : [];
  });
}

/** The first sealed field that does not open where it stands; undefined: all do. */
export function unopenedField(ring: KeyRing, realm: string, entity: Entity): string | undefined {
  const { kind, id } = entity;
  const found = sealedFields(entity).find(
    ([field, sealed]) => openField(ring, { realm, kind, id, field }, sealed) === undefined,
  );
  return found?.[0];
}

/** The entity with what is sealed under one ring sealed under another. Throws where something does not open. */
export function resealed(from: KeyRing, to: KeyRing, realm: string, entity: Entity): EntityRow {
  const { kind, id } = entity;
  const fields = sealedFields(entity).map(([field, sealed]) => {
    const place = { realm, kind, id, field };
    const secret = openField(from, place, sealed);
    if (secret === undefined) throw new Error(`the ${field} of a ${kind} does not open`);
    return [field, sealField(to, place, secret)] as const;
  });
  return writeBody({ ...entity, ...Object.fromEntries(fields) } as Entity);
}
