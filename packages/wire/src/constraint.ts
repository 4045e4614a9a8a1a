/** What a value of the model must satisfy, as a violation names it. */
export type Constraint =
  | { readonly kind: "required" }
  | { readonly kind: "min-length" | "max-length" | "min-value" | "max-value"; readonly limit: number }
  | { readonly kind: "pattern"; readonly pattern: string }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  /** Of the scalar items of a list, or the keys or values of a map: all constraints that each has to satisfy. */
  | { readonly kind: "items" | "keys" | "values"; readonly each: readonly Constraint[] };

/** The constraint in AWS's words. */
export function constraintText(constraint: Constraint): string {
  switch (constraint.kind) {
    case "required":
      return "Member must not be null";
    case "min-length":
      return `Member must have length greater than or equal to ${constraint.limit}`;
    case "max-length":
      return `Member must have length less than or equal to ${constraint.limit}`;
    case "min-value":
      return `Member must have value greater than or equal to ${constraint.limit}`;
    case "max-value":
      return `Member must have value less than or equal to ${constraint.limit}`;
    case "pattern":
      return `Member must satisfy regular expression pattern: ${constraint.pattern}`;
    case "enum":
      return `Member must satisfy enum value set: [${constraint.values.join(", ")}]`;
    case "items":
      return `Member must satisfy constraint: ${eachText(constraint.each)}`;
    case "keys":
      return `Map keys must satisfy constraint: ${eachText(constraint.each)}`;
    case "values":
      return `Map value must satisfy constraint: ${eachText(constraint.each)}`;
  }
}

const eachText = (each: readonly Constraint[]): string => `[${each.map(constraintText).join(", ")}]`;
