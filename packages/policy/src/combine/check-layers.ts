import type { Layers, PolicySet, PolicyType } from "../types.ts";

/**
 * INVARIANT: a set stands only where its type belongs; the same text means something else as another type.
 * @throws TypeError: whoever put the layers together is at fault.
 */
export function checkLayers(layers: Layers): void {
  for (const set of layers.identity) expect(set, "identity");
  for (const level of layers.scps) for (const set of level) expect(set, "scp");
  for (const level of layers.rcps) for (const set of level) expect(set, "rcp");
  if (layers.boundary !== undefined) expect(layers.boundary, "boundary");
  if (layers.session !== undefined) expect(layers.session, "session");
  if (layers.endpoint !== undefined) expect(layers.endpoint, "endpoint");
  const type = layers.resource?.type;
  if (type !== undefined && type !== "resource" && type !== "trust" && type !== "key")
    throw new TypeError(`a policy set of type ${type} in the resource layer`);
}

function expect({ type }: PolicySet, expected: PolicyType): void {
  if (type !== expected) throw new TypeError(`a policy set of type ${type} in the ${expected} layer`);
}
