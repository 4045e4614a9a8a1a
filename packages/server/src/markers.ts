import { actorId, type Caller } from "@portcullis/directory";
import { type MarkerPlace, openMarker, sealMarker } from "@portcullis/keys";
import type { Markers } from "@portcullis/services";
import { unopened } from "./credentials.ts";
import type { Runtime } from "./runtime.ts";

/** Members that only say which page is wanted; everything else of an input is the filter. */
const paging: ReadonlySet<string> = new Set(["Marker", "MaxItems", "NextToken", "MaxResults"]);

/**
 * Markers of one call: they continue this list for this caller, and no other. Of a role any session may go on with what
 * another one began: SDKs name each anew, and renew them in the middle of a list.
 */
export function markersOf(
  runtime: Runtime,
  caller: Caller,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  now: number,
): Markers {
  const place = (): MarkerPlace => ({
    account: caller.account,
    principal: actorId(caller),
    operation,
    filter: JSON.stringify(Object.entries(input).filter(([name]) => !paging.has(name))),
  });
  return {
    seal: (lastKey) => sealMarker(runtime.ring, place(), lastKey, now),
    open: (marker) => openMarker(runtime.ring, place(), marker, now) ?? unopened(runtime),
  };
}
