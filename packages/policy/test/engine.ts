import {
  type Context,
  type ContextValue,
  compile,
  type Layers,
  type PolicyType,
  type Request,
} from "@portcullis/policy";
import type { World } from "./oracle.ts";

/** The oracle's world as the engine takes it. */
export function engineInput(world: World): { readonly layers: Layers; readonly request: Request } {
  const set = (type: PolicyType, documents: readonly unknown[]) =>
    compile(
      type,
      documents.map((document, index) => ({
        source: { name: `${type}-${index}` },
        text: JSON.stringify(document),
      })),
    );
  const { resourcePolicy, boundary, session, endpoint } = world;
  return {
    layers: {
      identity: [set("identity", world.identity)],
      scps: world.scps.map((level) => [set("scp", level)]),
      rcps: world.rcps.map((level) => [set("rcp", level)]),
      ...(boundary && { boundary: set("boundary", [boundary]) }),
      ...(session && { session: set("session", session) }),
      ...(resourcePolicy && { resource: set(resourcePolicy.kind, [resourcePolicy.document]) }),
      ...(endpoint && { endpoint: set("endpoint", [endpoint]) }),
    },
    request: requestOf(world),
  };
}

/** `context` in place of the world's own, where keys are not looked up. */
export function requestOf(
  { principal, action, resource, context: known }: World,
  context: Context = contextOf(known),
): Request {
  return { principal, action, resource, context };
}

export function contextOf(values: Readonly<Record<string, ContextValue>>): Context {
  return { get: (key) => (Object.hasOwn(values, key) ? values[key] : undefined) };
}
