import type { Operation, ServiceModel, Shape, StructureShape } from "@portcullis/aws-model";
import { encodeBase64 } from "./base64.ts";
import type { Answer, Structure } from "./failure.ts";

/** Writes a value of the shape that it was made for. */
type Write = (value: never) => string;

// Models live as long as the process; so nothing here outlives its key.
const writers = new WeakMap<Shape, Write>();

/** The content type of a service's answers: its own version, whichever the call came in. */
export function jsonContentType(version: "1.0" | "1.1"): string {
  return `application/x-amz-json-${version}`;
}

/**
 * The answer of a JSON operation; one without output has an empty body. Members come in the model's order, absent ones
 * are left out.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function encodeJson(service: ServiceModel, operation: Operation, output: Structure): Answer {
  return {
    status: 200,
    contentType: jsonContentType(service.jsonVersion ?? "1.1"),
    body: operation.output === undefined ? "" : writerOf(operation.output)(output as never),
  };
}

function writerOf(shape: Shape): Write {
  const known = writers.get(shape);
  if (known !== undefined) return known;
  // Shapes may contain themselves: a writer is known before those of its members are made.
  let write: Write | undefined;
  writers.set(shape, (value) => write!(value));
  write = makeWriter(shape);
  writers.set(shape, write);
  return write;
}

function makeWriter(shape: Shape): Write {
  switch (shape.type) {
    case "structure":
      return structureWriter(shape);
    case "list": {
      const write = writerOf(shape.member);
      return (values: readonly unknown[]) => `[${values.map((value) => write(value as never)).join(",")}]`;
    }
    case "map": {
      const write = writerOf(shape.value);
      return (entries: Structure) =>
        `{${Object.keys(entries)
          .map((key) => `${JSON.stringify(key)}:${write(entries[key] as never)}`)
          .join(",")}}`;
    }
    case "string":
      // Half a surrogate pair is no text that clients can read.
      return (value: string) => JSON.stringify(value.toWellFormed());
    case "timestamp":
      return (value: number) => String(value / 1000);
    case "blob":
      return (value: Uint8Array) => `"${encodeBase64(value)}"`;
    case "boolean":
    case "integer":
    case "long":
    case "double":
    case "float":
      return (value: boolean | number) => String(value);
  }
}

function structureWriter(shape: StructureShape): Write {
  const members = shape.members.map((member) => ({
    name: member.name,
    open: `${JSON.stringify(member.wireName)}:`,
    write: writerOf(member.shape),
  }));
  return (value: Structure) => {
    let out = "";
    for (const member of members) {
      const held = value[member.name];
      if (held === undefined || held === null) continue;
      out += (out === "" ? "" : ",") + member.open + member.write(held as never);
    }
    return `{${out}}`;
  };
}
