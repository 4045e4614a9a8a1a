import type { Order } from "./operators.table.ts";

/** Does the sign of a comparison (request value to policy value) satisfy the operator? */
export function satisfies(order: Order, sign: number): boolean {
  switch (order) {
    case "equal":
      return sign === 0;
    case "less":
      return sign < 0;
    case "less-or-equal":
      return sign <= 0;
    case "greater":
      return sign > 0;
    case "greater-or-equal":
      return sign >= 0;
  }
}
