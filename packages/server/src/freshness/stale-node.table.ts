/**
 * How sure a node is of what it holds. Fresh: for a request, confirmed by a query that began after it came; by itself,
 * within a second. Stale: longer ago, up to the bound that the operator set. Beyond: longer than that.
 */
export type Freshness = "fresh" | "stale" | "beyond";

/** What a call may ask of a node. */
export type Deed = "decide" | "issue-sessions" | "issue-outbound-tokens" | "change";

/**
 * What a node may do. Stale sessions are short and marked, and name who asked, so that a fresh node can refuse them once
 * that one is no longer accepted: a revocation then holds everywhere within twice the bound, whatever fails. Nobody
 * could refuse an outbound token so: other services accept it as it stands.
 */
export const allowed: Readonly<Record<Freshness, Readonly<Record<Deed, "yes" | "marked" | "no">>>> = {
  fresh: { decide: "yes", "issue-sessions": "yes", "issue-outbound-tokens": "yes", change: "yes" },
  stale: { decide: "yes", "issue-sessions": "marked", "issue-outbound-tokens": "no", change: "no" },
  beyond: { decide: "no", "issue-sessions": "no", "issue-outbound-tokens": "no", change: "no" },
};

/** Milliseconds since the last confirmation began after which a node is no longer fresh. */
export const FRESH = 1000;

/** The longest that a session lives which a stale node issues, in milliseconds; never longer than the operator's bound. */
export const LONGEST_STALE_SESSION = 15 * 60 * 1000;

/** Milliseconds by which a node's clock may differ from the database's; beyond it, no session is issued. */
export const CLOCK_TOLERANCE = 1000;
