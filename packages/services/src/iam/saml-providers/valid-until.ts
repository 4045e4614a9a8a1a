import type { Metadata } from "./metadata.ts";

/** Years that a provider is valid whose metadata does not say. */
const YEARS = 100;

/** Epoch milliseconds, of whole seconds. @param now when the metadata was submitted */
export function validUntil({ validUntil: said }: Metadata, now: number): number {
  if (said !== undefined) return said;
  const end = new Date(now);
  end.setUTCFullYear(end.getUTCFullYear() + YEARS);
  return end.getTime();
}
