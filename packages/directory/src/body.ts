import type { Entity, Kind } from "./entities.ts";

/**
 * Bodies as they are kept: JSON of the entity without its kind and id, and the number of its format.
 * When a shape changes so that one release would misread the other's bodies, its number grows, and `readBody` gets a
 * pure step from the older form; none was needed yet. A field that may be missing needs neither, as long as a release
 * that does not know it errs on no side.
 */
const formats: { readonly [K in Kind]: number } = {
  user: 1,
  group: 1,
  role: 1,
  policy: 1,
  "instance-profile": 1,
  "access-key": 1,
  account: 1,
  enrollment: 1,
};

export interface KeptBody {
  readonly kind: string;
  readonly id: string;
  readonly v: number;
  readonly body: string;
}

export function writeBody(entity: Entity): KeptBody {
  const { kind, id, ...rest } = entity;
  return { kind, id, v: formats[kind], body: JSON.stringify(rest) };
}

/**
 * Reads a kept body. Throws where the kind or the format is newer than this release: a node must not serve what it
 * cannot read.
 */
export function readBody(kept: KeptBody): Entity {
  if (!Object.hasOwn(formats, kept.kind)) throw new Error(`a kept entity has the unknown kind ${kept.kind}`);
  const kind = kept.kind as Kind;
  if (kept.v !== formats[kind])
    throw new Error(`a kept ${kind} has format ${kept.v}; this release reads ${formats[kind]}`);
  return { kind, id: kept.id, ...JSON.parse(kept.body) } as Entity;
}
