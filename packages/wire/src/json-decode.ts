import type { Operation, Shape, StructureShape } from "@portcullis/aws-model";
import { decodeBase64 } from "./base64.ts";
import type { Decoded, Failure, Structure } from "./failure.ts";
import { type Json, parseJson } from "./json-parse.ts";
import { malformedJson } from "./malformed.table.ts";
import { instantOfSeconds, isWhole } from "./scalars.ts";
import { decodeUtf8 } from "./utf8.ts";

type Result = { readonly value: unknown } | Failure;
type JsonObject = ReadonlyMap<string, Json>;

const isFailure = (result: object): result is Failure => "code" in result;
const isObject = (json: Json): json is JsonObject => json instanceof Map;

/**
 * The input of a JSON call. Unknown members are ignored, null ones are absent, nothing is converted.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 *
 * @returns SerializationException where the body is no JSON object or does not fit the model.
 */
export function decodeJson(operation: Operation, body: Uint8Array): Decoded {
  const text = decodeUtf8(body);
  const json = text === undefined ? undefined : parseJson(text);
  if (json === undefined) return { ok: false, failure: malformedJson.syntax };
  if (Array.isArray(json)) return { ok: false, failure: malformedJson.listFound };
  if (!isObject(json)) return { ok: false, failure: malformedJson.syntax };
  if (operation.input === undefined) return { ok: true, input: Object.create(null) as Structure };
  const result = readStructure(operation.input, json);
  return isFailure(result) ? { ok: false, failure: result } : { ok: true, input: result.value as Structure };
}

function readValue(shape: Shape, json: Json): Result {
  switch (shape.type) {
    case "structure":
    case "map":
      if (Array.isArray(json)) return malformedJson.listFound;
      if (!isObject(json)) return malformedJson.structureExpected;
      return shape.type === "structure" ? readStructure(shape, json) : readMap(shape.value, json);
    case "list":
      if (isObject(json)) return malformedJson.structureFound;
      return Array.isArray(json) ? readList(shape.member, json) : malformedJson.listExpected;
    default:
      if (Array.isArray(json)) return malformedJson.listFound;
      if (isObject(json)) return malformedJson.structureFound;
      return readScalar(shape.type, json as null | boolean | number | string);
  }
}

function readStructure(shape: StructureShape, json: JsonObject): Result {
  const value = Object.create(null) as Record<string, unknown>;
  for (const member of shape.members) {
    const held = json.get(member.wireName);
    if (held === undefined || held === null) continue;
    const result = readValue(member.shape, held);
    if (isFailure(result)) return result;
    value[member.name] = result.value;
  }
  return { value };
}

function readList(member: Shape, json: readonly Json[]): Result {
  const value: unknown[] = [];
  for (const item of json) {
    // No model here has sparse lists.
    if (item === null) return malformedJson.badValue;
    const result = readValue(member, item);
    if (isFailure(result)) return result;
    value.push(result.value);
  }
  return { value };
}

function readMap(member: Shape, json: JsonObject): Result {
  // The one place where a name of the caller becomes a property: nothing is inherited, so nothing is reached.
  const value = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of json) {
    if (item === null) continue;
    const result = readValue(member, item);
    if (isFailure(result)) return result;
    value[key] = result.value;
  }
  return { value };
}

type ScalarType = Exclude<Shape["type"], "structure" | "list" | "map">;

/** How the messages name what a member wanted. */
const wanted: Readonly<Record<Exclude<ScalarType, "blob">, string>> = {
  string: "a String",
  integer: "an Integer",
  long: "a Long",
  double: "a Double",
  float: "a Float",
  // The texts say "an" for a text and "a" for a number; the first is the one that clients meet.
  boolean: "an Boolean",
  timestamp: "milliseconds since epoch",
};

function readScalar(type: ScalarType, json: null | boolean | number | string): Result {
  switch (type) {
    case "string":
      return typeof json === "string" ? { value: json } : mismatch(type, json);
    case "boolean":
      return typeof json === "boolean" ? { value: json } : mismatch(type, json);
    case "blob": {
      const bytes = typeof json === "string" ? decodeBase64(json) : undefined;
      return bytes === undefined ? malformedJson.badBase64 : { value: bytes };
    }
    case "integer":
    case "long":
      if (typeof json !== "number") return mismatch(type, json);
      return isWhole(type, json) ? { value: json + 0 } : malformedJson.badValue;
    case "double":
    case "float":
      return typeof json === "number" ? { value: json } : mismatch(type, json);
    case "timestamp": {
      if (typeof json !== "number") return mismatch(type, json);
      const time = instantOfSeconds(json);
      return time === undefined ? malformedJson.badValue : { value: time };
    }
  }
}

function mismatch(type: Exclude<ScalarType, "blob">, json: null | boolean | number | string): Failure {
  return json === null ? malformedJson.badValue : malformedJson.cannotConvert(tokenOf(json), wanted[type]);
}

function tokenOf(json: boolean | number | string): string {
  if (typeof json === "string") return "STRING_VALUE";
  if (typeof json === "number") return "NUMBER_VALUE";
  return json ? "TRUE_VALUE" : "FALSE_VALUE";
}
