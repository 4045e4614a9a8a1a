/**
 * Reads an API model in botocore's format. Whatever the tables cannot express is refused here,
 * so that a newer model never loses a constraint silently.
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { OwnServiceId, ServiceId } from "../../packages/aws-model/src/types.ts";

export type { ServiceId };
export const serviceIds: readonly ServiceId[] = ["iam", "sts", "organizations", "cloudtrail", "portcullis"];

/** Whether the service is ours: its model is written here, and in no folder of AWS's. */
export function isOwn(service: ServiceId): service is OwnServiceId {
  return service === "portcullis";
}

const ownModels = resolve(import.meta.dirname, "../../packages/aws-model/models");

export interface Ref {
  readonly shape: string;
  readonly locationName?: string;
  readonly deprecated?: boolean;
  readonly deprecatedMessage?: string;
}

export interface ModelShape {
  readonly type: string;
  readonly members?: Readonly<Record<string, Ref>>;
  readonly required?: readonly string[];
  readonly member?: Ref;
  readonly key?: Ref;
  readonly value?: Ref;
  readonly flattened?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly sensitive?: boolean;
  readonly exception?: boolean;
  readonly fault?: boolean;
  readonly error?: { readonly code: string; readonly httpStatusCode: number; readonly senderFault?: boolean };
}

export interface ModelOperation {
  readonly name: string;
  readonly input?: { readonly shape: string };
  readonly output?: { readonly shape: string; readonly resultWrapper?: string };
  readonly errors?: readonly { readonly shape: string }[];
  readonly authtype?: string;
}

export interface ModelPagination {
  readonly input_token: string;
  readonly output_token: string;
  readonly limit_key?: string;
  readonly more_results?: string;
  readonly result_key: string | readonly string[];
}

export interface Model {
  readonly metadata: {
    readonly apiVersion: string;
    readonly endpointPrefix: string;
    readonly signingName?: string;
    readonly protocol: string;
    readonly jsonVersion?: string;
    readonly targetPrefix?: string;
    readonly xmlNamespace?: string;
  };
  readonly operations: Readonly<Record<string, ModelOperation>>;
  readonly pagination?: Readonly<Record<string, ModelPagination>>;
  readonly shapes: Readonly<Record<string, ModelShape>>;
}

const knownShapeKeys = new Set(
  (
    "type members required member key value flattened min max pattern enum sensitive exception fault error " +
    "box union deprecated deprecatedMessage"
  ).split(" "),
);
const knownRefKeys = new Set(["shape", "locationName", "deprecated", "deprecatedMessage"]);
const knownOperationKeys = new Set("name http input output errors auth authtype idempotent".split(" "));
const knownIoKeys = new Set(["shape", "resultWrapper"]);
const knownTypes = new Set(
  "structure list map string integer long double float boolean timestamp blob".split(" "),
);

/** Reads and checks `<dir>/<service>.json`, or our own model of the service; throws with the place of whatever is not understood. */
export function readModel(dir: string, service: ServiceId): Model {
  const path = join(isOwn(service) ? ownModels : dir, `${service}.json`);
  const model = JSON.parse(readFileSync(path, "utf8"), dropTexts) as Model;
  for (const [name, shape] of Object.entries(model.shapes)) {
    const place = `${service}:${name}`;
    onlyKeys(shape, knownShapeKeys, place);
    if (!knownTypes.has(shape.type)) throw new Error(`${place}: unknown type ${shape.type}`);
    if (shape.pattern !== undefined && shape.type !== "string") {
      throw new Error(`${place}: a pattern on a ${shape.type}`);
    }
    for (const ref of [...Object.values(shape.members ?? {}), shape.member, shape.key, shape.value]) {
      if (ref === undefined) continue;
      onlyKeys(ref, knownRefKeys, place);
      if (!(ref.shape in model.shapes)) throw new Error(`${place}: no shape ${ref.shape}`);
    }
  }
  for (const [name, operation] of Object.entries(model.operations)) {
    onlyKeys(operation, knownOperationKeys, `${service}:${name}`);
    for (const io of [operation.input, operation.output]) {
      if (io !== undefined) onlyKeys(io, knownIoKeys, `${service}:${name}`);
    }
    if (operation.authtype !== undefined && operation.authtype !== "none") {
      throw new Error(`${service}:${name}: unknown authtype ${operation.authtype}`);
    }
  }
  return model;
}

/** The names of all shapes that are reached from inputs, from outputs, or from both. */
export function reachable(model: Model, from: "input" | "output" | "both"): Set<string> {
  const seen = new Set<string>();
  const visit = (name: string | undefined): void => {
    if (name === undefined || seen.has(name)) return;
    seen.add(name);
    const shape = model.shapes[name]!;
    for (const ref of [...Object.values(shape.members ?? {}), shape.member, shape.key, shape.value]) {
      visit(ref?.shape);
    }
  };
  for (const operation of Object.values(model.operations)) {
    if (from !== "output") visit(operation.input?.shape);
    if (from !== "input") visit(operation.output?.shape);
  }
  return seen;
}

/** The code an error has on the wire: the model's own, else the shape's name. */
export function errorCode(model: Model, shape: string): string {
  return model.shapes[shape]!.error?.code ?? shape;
}

function dropTexts(key: string, value: unknown): unknown {
  // A member that is named "documentation" is an object; only texts are dropped.
  return key === "documentation" && typeof value === "string" ? undefined : value;
}

function onlyKeys(value: object, known: ReadonlySet<string>, place: string): void {
  for (const key of Object.keys(value)) {
    if (!known.has(key))
      throw new Error(`${place}: the model says "${key}", which the tables cannot express`);
  }
}
