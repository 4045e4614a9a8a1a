import type { Shape, StructureShape } from "@portcullis/aws-model";
import type { Failure } from "./failure.ts";
import type { Form } from "./form.ts";
import { limits } from "./limits.table.ts";
import { malformedForm } from "./malformed.table.ts";

/**
 * A place in the model that parameters named. Children of structures and of map entries are keyed by wire name, those
 * of lists and maps by index.
 */
export interface Slot {
  readonly place: Place;
  text: string | undefined;
  children: Map<string | number, Slot> | undefined;
}

/** What the next segment of a name means: a member, an index, or the word before an index. */
type Place =
  | { readonly kind: "value"; readonly shape: Shape }
  | { readonly kind: "entry"; readonly shape: Shape & { readonly type: "map" } };

/** A segment leads to a slot, to nothing that the model knows, or to a failure. */
type Step = Slot | "unknown" | Failure;

const index = /^[0-9]+$/;

const slotOf = (place: Place): Slot => ({ place, text: undefined, children: undefined });

/**
 * Sorts parameters into the tree of the model. Slots exist for names of the model and for indices only, so their number
 * is bounded by the parameters and the depth of the model, and an index costs nothing here, however large it is.
 */
export function parameterTree(input: StructureShape, form: Form): Slot | Failure {
  const root = slotOf({ kind: "value", shape: input });
  for (let at = 0; at < form.length; at += 2) {
    const name = form[at]!;
    if (name.length > limits.parameterName) continue;
    const failure = put(root, name, form[at + 1]!);
    if (failure !== undefined) return failure;
  }
  return root;
}

function put(root: Slot, name: string, text: string): Failure | undefined {
  const segments = name.includes(".") ? name.split(".") : [name];
  let slot = root;
  for (let at = 0; at < segments.length; at++) {
    const word = wordBefore(slot.place);
    if (word !== undefined) {
      if (segments[at] !== word) return malformedForm.listWithoutMember;
      at++;
    }
    const next = step(slot, segments[at]);
    if (next === "unknown") return undefined;
    if (!("place" in next)) return next;
    slot = next;
  }
  slot.text ??= text;
  return undefined;
}

/** `member` or `entry`, where the next index is preceded by it. */
function wordBefore(place: Place): string | undefined {
  if (place.kind === "entry") return undefined;
  const shape = place.shape;
  if (shape.type === "list") return shape.flattened ? undefined : shape.memberName;
  return shape.type === "map" && !shape.flattened ? "entry" : undefined;
}

function step(slot: Slot, segment: string | undefined): Step {
  const { kind, shape } = slot.place;
  switch (shape.type) {
    case "structure": {
      const member = segment === undefined ? undefined : ownMember(shape, segment);
      return member === undefined ? "unknown" : child(slot, segment!, { kind: "value", shape: member });
    }
    case "list":
      return element(slot, segment, { kind: "value", shape: shape.member });
    case "map":
      if (kind === "value") return element(slot, segment, { kind: "entry", shape });
      if (segment === shape.keyName) return child(slot, segment, { kind: "value", shape: shape.key });
      if (segment === shape.valueName) return child(slot, segment, { kind: "value", shape: shape.value });
      return "unknown";
    default:
      return malformedForm.scalarWithMembers;
  }
}

function ownMember(shape: StructureShape, segment: string): Shape | undefined {
  return Object.hasOwn(shape.byWireName, segment) ? shape.byWireName[segment]?.shape : undefined;
}

function element(slot: Slot, segment: string | undefined, place: Place): Step {
  // Indices count from one. `Tags.member` alone names no element.
  if (segment === undefined || !index.test(segment) || segment.length > limits.indexDigits) {
    return malformedForm.badIndex(segment ?? "");
  }
  const position = Number(segment);
  return position === 0 ? malformedForm.badIndex(segment) : child(slot, position, place);
}

function child(slot: Slot, key: string | number, place: Place): Slot {
  slot.children ??= new Map();
  const known = slot.children.get(key);
  if (known !== undefined) return known;
  const made = slotOf(place);
  slot.children.set(key, made);
  return made;
}
