import type { LayerName, Layers, PolicySet } from "../types.ts";
import type { Plan } from "./plan.ts";

/** One group of sets whose Allows add up: a layer, or one level of a guardrail. */
export interface LayerGroup {
  readonly layer: LayerName;
  readonly sets: readonly PolicySet[];
}

/** The groups that apply to a request, in the order in which denies are looked for. */
export function groupsOf(layers: Layers, plan: Plan): readonly LayerGroup[] {
  const one = (layer: LayerName, set: PolicySet | undefined): readonly LayerGroup[] =>
    set === undefined ? [] : [{ layer, sets: [set] }];
  return [
    ...plan.scps.map((sets): LayerGroup => ({ layer: "scp", sets })),
    ...plan.rcps.map((sets): LayerGroup => ({ layer: "rcp", sets })),
    ...one(plan.resourceLayer, layers.resource),
    ...(plan.caller.identity === "policies" || layers.identity.length > 0
      ? [{ layer: "identity" as const, sets: layers.identity }]
      : []),
    ...one("boundary", layers.boundary),
    ...one("session", layers.session),
    ...one("endpoint", layers.endpoint),
  ];
}
