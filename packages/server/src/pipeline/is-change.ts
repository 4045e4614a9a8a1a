import type { Exchange } from "./exchange.ts";

/**
 * Whether a call may change something. So may one whose event is a read's: that a one-time code was tried, and which one
 * was accepted, has to be known to every node.
 */
export function isChange({ readOnly, handler, input }: Exchange): boolean {
  if (!readOnly) return true;
  return handler?.kind === "offered" && handler.definition.proof?.given(input as never) === true;
}
