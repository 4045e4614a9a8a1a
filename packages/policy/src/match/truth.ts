/** Three-valued logic (Kleene's): MAYBE where the value of an unknown context key decides. Ordered NO < MAYBE < YES. */
export const NO = 0;
export const MAYBE = 1;
export const YES = 2;
export type Truth = typeof NO | typeof MAYBE | typeof YES;

export function truthOf(value: boolean): Truth {
  return value ? YES : NO;
}

/** The lesser: NO if either is. */
export function and(a: Truth, b: Truth): Truth {
  return Math.min(a, b) as Truth;
}

/** The greater: YES if either is. */
export function or(a: Truth, b: Truth): Truth {
  return Math.max(a, b) as Truth;
}

export function not(truth: Truth): Truth {
  return (YES - truth) as Truth;
}

/**
 * What stands for a comparison that cannot be made, so that the statement's outcome is the one that denies: an
 * Allow does not match, a Deny does. `negated`: the result is still to be negated.
 */
export function doubt(effect: "Allow" | "Deny", negated: boolean): Truth {
  return truthOf((effect === "Deny") !== negated);
}
