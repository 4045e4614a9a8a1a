import { hash, randomUUID } from "node:crypto";

/**
 * A UUID that grows with time (version 7, RFC 9562), so that the index of event ids is cheap to extend.
 * @param now epoch milliseconds
 */
export function newEventId(now: number): string {
  return `${timePart(now)}-7${randomUUID().slice(15)}`;
}

let upperPart = Number.NaN;
let upperText = "";

/** The 48 bits of the time. Their upper part stays the same for 65 seconds, and large numbers are slow to write. */
function timePart(now: number): string {
  const time = Math.max(0, Math.floor(now));
  const upper = Math.floor(time / 0x10000);
  if (upper !== upperPart) {
    upperPart = upper;
    upperText = upper.toString(16).padStart(8, "0").slice(-8);
  }
  return `${upperText}-${(time % 0x10000).toString(16).padStart(4, "0")}`;
}

/**
 * An id of the same time that follows from another one: what belongs to one request is drawn once, and an attempt that
 * is repeated gives the same ids again.
 */
export function relatedEventId(eventId: string, relation: string): string {
  const digits = hash("sha256", `${eventId} ${relation}`, "hex");
  const variant = "89ab"[Number.parseInt(digits.slice(3, 4), 16) & 3];
  return `${eventId.slice(0, 13)}-7${digits.slice(0, 3)}-${variant}${digits.slice(4, 7)}-${digits.slice(7, 19)}`;
}
