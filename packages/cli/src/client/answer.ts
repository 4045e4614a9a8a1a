import { type Shape, services } from "@portcullis/aws-model";
import { printable } from "../printable.ts";

/**
 * The output of an operation that a server's text holds, its texts fit for a terminal; undefined: it holds none, because
 * whoever answers is no server of ours. Timestamps are epoch seconds, as they come.
 */
export function answerOf(operation: string, text: string): object | undefined {
  const output = services.portcullis.operations[operation]?.output;
  try {
    const value: unknown = JSON.parse(text, fit);
    return output !== undefined && isOf(output, value) ? Object(value) : undefined;
  } catch {
    return undefined;
  }
}

/** Without members that are null, which are as if they were not there. Names of members are texts too. */
function fit(_: string, value: unknown): unknown {
  if (typeof value === "string") return printable(value);
  if (!isStructure(value)) return value;
  const members = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(members.map(([name, each]) => [printable(name), each]));
}

/** Whether a value has the type of a shape, and what that requires. What it has beside that, a newer server may tell. */
function isOf(shape: Shape, value: unknown): boolean {
  switch (shape.type) {
    case "structure":
      return isStructure(value) && shape.members.every((member) => holds(member, value[member.wireName]));
    case "list":
      return Array.isArray(value) && value.every((each) => isOf(shape.member, each));
    case "map":
      return isStructure(value) && Object.values(value).every((each) => isOf(shape.value, each));
    case "string":
    case "blob":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    default:
      return typeof value === "number";
  }
}

function holds({ shape, required }: { shape: Shape; required: boolean }, value: unknown): boolean {
  return value === undefined ? !required : isOf(shape, value);
}

function isStructure(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
