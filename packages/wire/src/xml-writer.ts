import type { ServiceModel, Shape, StructureShape } from "@portcullis/aws-model";
import { encodeBase64 } from "./base64.ts";
import type { Structure } from "./failure.ts";
import { type OutputQuirk, outputQuirks } from "./output-quirks.table.ts";
import { formatInstant } from "./scalars.ts";
import { escapeXml, percentEncode } from "./xml.ts";

/** Writes what stands between the tags of a value. Its argument is a value of the shape that it was made for. */
export type Write = (value: never) => string;

interface Writers {
  readonly quirks: ReadonlyMap<string, OutputQuirk>;
  readonly made: Map<Shape, Write>;
}

const writersOf = new WeakMap<ServiceModel, Writers>();

/** The writer of a shape, made once: tags are joined and the model is walked here, not for every answer. */
export function xmlWriter(service: ServiceModel, shape: Shape): Write {
  let writers = writersOf.get(service);
  if (writers === undefined) {
    writers = { quirks: outputQuirks[service.id], made: new Map() };
    writersOf.set(service, writers);
  }
  return writerOf(shape, writers);
}

function writerOf(shape: Shape, writers: Writers): Write {
  const known = writers.made.get(shape);
  if (known !== undefined) return known;
  // Shapes may contain themselves: a writer is known before those of its members are made.
  let write: Write | undefined;
  writers.made.set(shape, (value) => write!(value));
  write = makeWriter(shape, writers);
  writers.made.set(shape, write);
  return write;
}

function makeWriter(shape: Shape, writers: Writers): Write {
  switch (shape.type) {
    case "structure":
      return structureWriter(shape, writers);
    case "list":
      return itemsWriter(shape.memberName, shape, writers);
    case "map":
      return entriesWriter("entry", shape, writers);
    case "string":
      return (value: string) => escapeXml(value);
    case "timestamp":
      return (value: number) => formatInstant(value);
    case "blob":
      return (value: Uint8Array) => encodeBase64(value);
    case "boolean":
      return (value: boolean) => (value ? "true" : "false");
    case "integer":
    case "long":
    case "double":
    case "float":
      return (value: number) => String(value);
  }
}

function structureWriter(shape: StructureShape, writers: Writers): Write {
  const members = shape.members.map((member) => ({
    name: member.name,
    write: memberWriter(
      member.wireName,
      member.shape,
      writers.quirks.get(`${shape.name}.${member.name}`),
      writers,
    ),
  }));
  return (value: Structure) => {
    let out = "";
    for (const member of members) {
      const held = value[member.name];
      if (held !== undefined && held !== null) out += member.write(held as never);
    }
    return out;
  };
}

/** A flattened list or map has no tags of its own: each of its items stands in the member's. */
function memberWriter(name: string, shape: Shape, quirk: OutputQuirk | undefined, writers: Writers): Write {
  if (shape.type === "list" && shape.flattened) return itemsWriter(name, shape, writers);
  if (shape.type === "map" && shape.flattened) return entriesWriter(name, shape, writers);
  if (quirk === "percent-encoded") return tagged(name, (value: string) => percentEncode(value));
  return tagged(name, writerOf(shape, writers));
}

function itemsWriter(tag: string, shape: Shape & { readonly type: "list" }, writers: Writers): Write {
  const write = tagged(tag, writerOf(shape.member, writers));
  return (values: readonly unknown[]) => {
    let out = "";
    for (const value of values) out += write(value as never);
    return out;
  };
}

function entriesWriter(tag: string, shape: Shape & { readonly type: "map" }, writers: Writers): Write {
  const writeKey = tagged(shape.keyName, writerOf(shape.key, writers));
  const writeValue = tagged(shape.valueName, writerOf(shape.value, writers));
  return (entries: Structure) => {
    let out = "";
    for (const key of Object.keys(entries)) {
      out += `<${tag}>${writeKey(key as never)}${writeValue(entries[key] as never)}</${tag}>`;
    }
    return out;
  };
}

/** Empty content is written as an empty-element tag, as AWS does for lists without items. */
function tagged(tag: string, write: Write): Write {
  const open = `<${tag}>`;
  const close = `</${tag}>`;
  const empty = `<${tag}/>`;
  return (value) => {
    const inner = write(value);
    return inner === "" ? empty : open + inner + close;
  };
}
