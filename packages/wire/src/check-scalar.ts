import type { Shape } from "@portcullis/aws-model";
import type { Constraint } from "./constraint.ts";

/** A shape without members of its own. */
export type ScalarShape = Exclude<Shape, { readonly type: "structure" | "list" | "map" }>;

export function isScalar(shape: Shape): shape is ScalarShape {
  return shape.type !== "structure" && shape.type !== "list" && shape.type !== "map";
}

/**
 * The constraints that a scalar fails, in the order in which AWS lists them: pattern, then length. What is longer than
 * its limit is never matched.
 */
export function failedBy(shape: ScalarShape, value: unknown): readonly Constraint[] {
  switch (shape.type) {
    case "string":
      return failedByText(shape, value as string);
    case "integer":
    case "long":
    case "double":
    case "float":
      return outside(value as number, shape.min, shape.max, "value");
    case "blob":
      return outside((value as Uint8Array).length, shape.min, shape.max, "length");
    case "boolean":
    case "timestamp":
      return none;
  }
}

const none: readonly Constraint[] = [];

function failedByText(
  shape: ScalarShape & { readonly type: "string" },
  value: string,
): readonly Constraint[] {
  const length = failedByLength(value, shape.min, shape.max);
  if (length?.kind === "max-length") return [length];
  const mismatch: Constraint | undefined =
    shape.enum !== undefined && !shape.enum.includes(value)
      ? { kind: "enum", values: shape.enum }
      : shape.matches !== undefined && !shape.matches(value)
        ? { kind: "pattern", pattern: shape.pattern! }
        : undefined;
  if (mismatch === undefined) return length === undefined ? none : [length];
  return length === undefined ? [mismatch] : [mismatch, length];
}

/** AWS counts code points; a text of n code points has n to 2n code units, so most need no counting. */
function failedByLength(
  value: string,
  min: number | undefined,
  max: number | undefined,
): { readonly kind: "min-length" | "max-length"; readonly limit: number } | undefined {
  const units = value.length;
  if (max !== undefined && units > max && (units > 2 * max || codePoints(value) > max)) {
    return { kind: "max-length", limit: max };
  }
  if (min !== undefined && units < 2 * min && (units < min || codePoints(value) < min)) {
    return { kind: "min-length", limit: min };
  }
  return undefined;
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** A number or a size outside its bounds. */
export function outside(
  size: number,
  min: number | undefined,
  max: number | undefined,
  what: "length" | "value",
): readonly Constraint[] {
  if (max !== undefined && size > max) return [{ kind: `max-${what}`, limit: max }];
  if (min !== undefined && size < min) return [{ kind: `min-${what}`, limit: min }];
  return none;
}

/** Every constraint of a shape, as a list or map states what its items must satisfy. */
export function constraintsOf(shape: ScalarShape): readonly Constraint[] {
  if (shape.type === "boolean" || shape.type === "timestamp") return none;
  const what = shape.type === "string" || shape.type === "blob" ? "length" : "value";
  const all: Constraint[] = [];
  if (shape.max !== undefined) all.push({ kind: `max-${what}`, limit: shape.max });
  if (shape.min !== undefined) all.push({ kind: `min-${what}`, limit: shape.min });
  if (shape.type === "string") {
    if (shape.pattern !== undefined && shape.matches !== undefined) {
      all.push({ kind: "pattern", pattern: shape.pattern });
    }
    if (shape.enum !== undefined) all.push({ kind: "enum", values: shape.enum });
  }
  return all;
}
