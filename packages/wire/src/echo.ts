import type { Operation, Shape } from "@portcullis/aws-model";
import { limits } from "./limits.table.ts";

/**
 * Whether an error text may repeat the value of a member, named by the path of model names without indices:
 * `["Tags", "Key"]`. Values of sensitive shapes are never repeated, whatever it says.
 */
export type MayEcho = (operation: Operation, path: readonly string[]) => boolean;

const secretive = /password|token|code|secret|private|material|seed|assertion|verifier|credential|body/i;

/** Repeats what is not named like a secret. */
export const echoUnlessSecretive: MayEcho = (_operation, path) => !path.some((name) => secretive.test(name));

/** A value as a violation repeats it, of bounded length. */
export function echoOf(shape: Shape, value: unknown): string | undefined {
  switch (shape.type) {
    case "string":
      return cut(value as string);
    case "integer":
    case "long":
    case "double":
    case "float":
    case "boolean":
      return String(value);
    case "list":
      return shape.member.type === "string" ? echoOfList(value as readonly (string | null)[]) : undefined;
    case "structure":
    case "map":
    case "timestamp":
    case "blob":
      return undefined;
  }
}

function echoOfList(values: readonly (string | null)[]): string {
  let text = "";
  for (const value of values) {
    if (text.length > limits.valueEcho) break;
    text += (text === "" ? "" : ", ") + cut(value ?? "null");
  }
  return `[${cut(text)}]`;
}

/** Never half of a character. */
function cut(text: string): string {
  return text.length <= limits.valueEcho ? text : `${text.slice(0, limits.valueEcho).toWellFormed()}...`;
}
