import type { Shape } from "@portcullis/aws-model";
import fc from "fast-check";

/** What clients and XML parsers carry unchanged: no control characters, no blank at either end. */
const text = fc
  .string({ unit: fc.constantFrom(..."abzAZ09 +/%&=<>'\"*~_-.,:;é€😀\u0085ÿ"), minLength: 1, maxLength: 12 })
  .filter((value) => value.trim() === value);

/** Random values of a shape by type alone; deep structures end where the model contains itself. */
export function valuesOf(
  shape: Shape,
  precision: "seconds" | "milliseconds",
  depth = 0,
): fc.Arbitrary<unknown> {
  switch (shape.type) {
    case "structure": {
      const members: Record<string, fc.Arbitrary<unknown>> = {};
      for (const member of shape.members) {
        if (depth < 4 || isLeaf(member.shape))
          members[member.name] = valuesOf(member.shape, precision, depth + 1);
      }
      return fc.record(members, { requiredKeys: Object.keys(members).slice(0, 1) });
    }
    case "list":
      return fc.array(valuesOf(shape.member, precision, depth + 1), { minLength: 1, maxLength: 3 });
    case "map":
      return fc.dictionary(text, valuesOf(shape.value, precision, depth + 1), { minKeys: 1, maxKeys: 3 });
    case "string":
      return shape.enum === undefined ? text : fc.constantFrom(...shape.enum);
    case "integer":
      return fc.integer();
    case "long":
      return fc.maxSafeInteger();
    case "double":
    case "float":
      return fc.integer({ min: -1000, max: 1000 }).map((value) => value / 4);
    case "boolean":
      return fc.boolean();
    case "timestamp":
      return precision === "seconds"
        ? fc.integer({ min: 0, max: 4e9 }).map((seconds) => seconds * 1000)
        : fc.integer({ min: 0, max: 4e12 });
    case "blob":
      return fc.uint8Array({ minLength: 1, maxLength: 12 });
  }
}

const isLeaf = (shape: Shape): boolean =>
  shape.type !== "structure" && shape.type !== "list" && shape.type !== "map";
