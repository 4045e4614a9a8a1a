/** A copy in plain objects with sorted keys, so that values of different makers compare. Dates become milliseconds. */
export function plain(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (value instanceof Uint8Array) return `bytes:${[...value].join(",")}`;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, held]) => held !== undefined)
      .map(([key, held]) => [key, plain(held)] as const)
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}
