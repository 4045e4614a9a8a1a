import type { Entity, Kind } from "./entities.ts";
import { kept } from "./kept.table.ts";

/** Names of the fields of each kind that are kept sealed. */
export const sealedFields: ReadonlyMap<Kind, readonly string[]> = new Map(
  (Object.keys(kept) as Kind[]).flatMap((kind) => {
    const fields = Object.entries(kept[kind]).flatMap(([name, how]) => (how === "sealed" ? [name] : []));
    return fields.length === 0 ? [] : [[kind, fields] as const];
  }),
);

export interface SealedText {
  readonly field: string;
  readonly text: string;
}

/** What an entity holds sealed. */
export function sealedTexts(entity: Entity): readonly SealedText[] {
  const values = entity as unknown as Readonly<Record<string, unknown>>;
  return (sealedFields.get(entity.kind) ?? []).flatMap((field) => {
    const text = values[field];
    return typeof text === "string" ? [{ field, text }] : [];
  });
}
