/**
 * Limits of decoding. Each is checked before the work that it bounds. The size of a body is the listener's
 * business; these hold for whatever it lets through.
 */
export const limits = {
  /** Parameters of one form, empty ones not counted. The longest calls (the simulators) stay far below. */
  formParameters: 10_000,
  /** Characters of a parameter's name; a longer one names nothing in any model. */
  parameterName: 512,
  /** Digits of an index in a name: `Tags.member.1`. */
  indexDigits: 9,
  /** From one index of a list to the next that is there, or from its start. AWS was seen to take as many. */
  listGap: 10,
  /** Nesting of a JSON text. */
  jsonDepth: 64,
  /** Characters of an action, version or target that an error text repeats. */
  routeEcho: 128,
  /** Characters of a value that a validation error repeats. */
  valueEcho: 256,
  /** Violations that one validation error reports. */
  violations: 10,
} as const;
