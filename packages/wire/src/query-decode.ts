import type { ListShape, MapShape, Operation, Shape, StructureShape } from "@portcullis/aws-model";
import { decodeBase64 } from "./base64.ts";
import type { Decoded, Failure, Structure } from "./failure.ts";
import type { Form } from "./form.ts";
import { limits } from "./limits.table.ts";
import { malformedForm } from "./malformed.table.ts";
import { parameterTree, type Slot } from "./parameter-tree.ts";
import { parseBoolean, parseDecimal, parseInstant, parseWhole } from "./scalars.ts";

/** A value, or the failure that stands in its way. */
type Result = { readonly value: unknown } | Failure;

const isFailure = (result: object): result is Failure => "code" in result;

/**
 * The input of a query call. Unknown parameters are ignored, of repeated ones the first counts. What is
 * left out of a list is null, which `validate` refuses; entries of a map close up.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 *
 * @returns MalformedInput where a parameter does not fit the model.
 */
export function decodeQuery(operation: Operation, form: Form): Decoded {
  if (operation.input === undefined) return { ok: true, input: Object.create(null) as Structure };
  const tree = parameterTree(operation.input, form);
  if (isFailure(tree)) return { ok: false, failure: tree };
  const result = readStructure(operation.input, tree);
  return isFailure(result) ? { ok: false, failure: result } : { ok: true, input: result.value as Structure };
}

function readValue(shape: Shape, slot: Slot): Result {
  switch (shape.type) {
    case "structure":
      return readStructure(shape, slot);
    case "list":
      return readList(shape, slot);
    case "map":
      return readMap(shape, slot);
    default:
      return readScalar(shape.type, slot.text ?? "");
  }
}

function readStructure(shape: StructureShape, slot: Slot): Result {
  const value = Object.create(null) as Record<string, unknown>;
  if (slot.children === undefined) return slot.text ? malformedForm.badValue : { value };
  for (const member of shape.members) {
    const child = slot.children.get(member.wireName);
    if (child === undefined) continue;
    const result = readValue(member.shape, child);
    if (isFailure(result)) return result;
    value[member.name] = result.value;
  }
  return { value };
}

function readList(shape: ListShape, slot: Slot): Result {
  const value: unknown[] = [];
  // Clients write an empty list as an empty text.
  if (slot.children === undefined) return slot.text ? malformedForm.listAsText : { value };
  let before = 1;
  for (const [position, child] of ordered(slot)) {
    // Measured before anything is filled in: a parameter costs so many places and no more, whatever its index is.
    const skipped = position - before;
    if (skipped > limits.listGap) return malformedForm.sparseList(skipped);
    while (value.length < position - 1) value.push(null);
    before = position;
    const result = readValue(shape.member, child);
    if (isFailure(result)) return result;
    value.push(result.value);
  }
  return { value };
}

function readMap(shape: MapShape, slot: Slot): Result {
  // The one place where a name of the caller becomes a property: nothing is inherited, so nothing is reached.
  const value = Object.create(null) as Record<string, unknown>;
  if (slot.children === undefined) return slot.text ? malformedForm.badValue : { value };
  for (const [, entry] of ordered(slot)) {
    const keySlot = entry.children?.get(shape.keyName);
    const valueSlot = entry.children?.get(shape.valueName);
    if (keySlot === undefined || valueSlot === undefined) return malformedForm.badValue;
    const key = readValue(shape.key, keySlot);
    if (isFailure(key)) return key;
    const item = readValue(shape.value, valueSlot);
    if (isFailure(item)) return item;
    const name = String(key.value);
    if (!Object.hasOwn(value, name)) value[name] = item.value;
  }
  return { value };
}

const ordered = (slot: Slot): [number, Slot][] =>
  [...(slot.children as Map<number, Slot>)].sort(([left], [right]) => left - right);

function readScalar(type: Exclude<Shape["type"], "structure" | "list" | "map">, text: string): Result {
  switch (type) {
    case "string":
      return { value: text };
    case "integer":
    case "long":
      return text === "" ? malformedForm.emptyNumber : given(parseWhole(type, text));
    case "double":
    case "float":
      return text === "" ? malformedForm.emptyNumber : given(parseDecimal(text));
    case "boolean":
      return given(parseBoolean(text));
    case "timestamp":
      return given(parseInstant(text));
    case "blob":
      return given(decodeBase64(text));
  }
}

const given = (value: unknown): Result => (value === undefined ? malformedForm.badValue : { value });
