import type { OutboundIssuer, OutboundKey } from "./outbound-entities.ts";
import { isPublished, outboundKeysOf, publishedKeys } from "./outbound-issuer.ts";
import type { RealmState } from "./state.ts";

const DAY = 86_400_000;

/** Milliseconds that a key signs before another one is made. */
const SIGNS_FOR = 90 * DAY;

/** Milliseconds that a new key is published before it signs, so that whoever remembers the others has read it. */
export const ANNOUNCED = DAY;

/** What is due to the keys of one issuer. */
export interface DueKeys {
  readonly issuer: OutboundIssuer;
  /** Algorithms that need a new key. */
  readonly needed: readonly OutboundKey["algorithm"][];
  /** Keys by which no token can be valid any more. */
  readonly over: readonly OutboundKey[];
}

/** What is due to an issuer at an instant; undefined: nothing is. */
export function dueKeys(installation: RealmState, issuer: OutboundIssuer, now: number): DueKeys | undefined {
  const keys = outboundKeysOf(installation, issuer.id);
  const published = isPublished(issuer, now) ? publishedKeys(keys, now) : [];
  const over = keys.filter((key) => !published.includes(key));
  const issues =
    issuer.disabled === undefined && installation.byId.enrollment.get(issuer.account)?.state === "active";
  const needed = issues
    ? [...newest(keys).values()].filter(({ signsFrom }) => now >= signsFrom + SIGNS_FOR)
    : [];
  if (over.length + needed.length === 0) return undefined;
  return { issuer, needed: needed.map(({ algorithm }) => algorithm), over };
}

/** The last key of each algorithm. */
function newest(keys: readonly OutboundKey[]): ReadonlyMap<OutboundKey["algorithm"], OutboundKey> {
  return new Map(keys.map((key) => [key.algorithm, key]));
}
