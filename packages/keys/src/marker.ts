import { readRecord } from "./byte-reader.ts";
import { byteWriter } from "./byte-writer.ts";
import type { KeyRing } from "./key-ring.ts";
import { purposes } from "./purposes.table.ts";
import { open, seal } from "./seal.ts";
import { bytesOfText } from "./text-form.ts";

/** Where a list was interrupted: a marker continues this list and no other. */
export interface MarkerPlace {
  /** Number of the account that is listed. */
  readonly account: string;
  /** Who lists: an ARN or a unique id, the same on every page. */
  readonly principal: string;
  /** `iam:ListUsers` */
  readonly operation: string;
  /** What was asked for, in one spelling (or a hash of it): all input but marker and page size. */
  readonly filter: string;
}

/** How long a marker can be used, in milliseconds. */
export const markerLife = purposes.marker.milliseconds;

/**
 * Characters of the longest marker that is opened. IAM takes 320, which hold a last key of 195 bytes of UTF-8; lists
 * with longer keys belong to operations whose model sets no such limit.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html (Marker)
 */
const longestMarker = 4096;

/**
 * The sealed last key of a page: URL-safe letters and digits.
 * @param now epoch milliseconds
 */
export function sealMarker(ring: KeyRing, place: MarkerPlace, lastKey: string, now: number): string {
  const writer = byteWriter();
  writer.number(Math.floor(now) + markerLife);
  writer.text(lastKey);
  const sealed = seal(ring, "marker", realmOf(place), subjectOf(place), writer.bytes());
  return Buffer.from(sealed).toString("base64url");
}

/** The last key. undefined: it was sealed for another list, changed, or its hour is over. */
export function openMarker(
  ring: KeyRing,
  place: MarkerPlace,
  marker: string,
  now: number,
): string | undefined {
  if (marker.length > longestMarker) return undefined;
  const sealed = bytesOfText(marker, "base64url");
  if (sealed === undefined) return undefined;
  const bytes = open(ring, "marker", realmOf(place), subjectOf(place), sealed);
  if (bytes === undefined) return undefined;
  const content = readRecord(bytes, (reader) => ({ expires: reader.number(), lastKey: reader.text() }));
  return content !== undefined && content.expires > now ? content.lastKey : undefined;
}

function realmOf(place: MarkerPlace): string {
  return `account/${place.account}`;
}

function subjectOf(place: MarkerPlace): readonly string[] {
  return [place.operation, place.principal, place.filter];
}
