import { throttled } from "../../framework/api.ts";
import type { Failed } from "../../framework/call.ts";
import type { Tried } from "./try-codes.ts";

/** What is said of two codes that were not right. */
export function refusedCodes(tried: Exclude<Tried, { readonly kind: "right" }>): Failed {
  switch (tried.kind) {
    case "wrong":
      return {
        kind: "failed",
        failure: {
          code: "InvalidAuthenticationCode",
          message: "Authentication code for device is not valid.",
        },
        changes: { put: [tried.device] },
      };
    case "too-soon":
      // Clients try again by themselves, a few times; the wait is longer than that.
      return { kind: "failed", failure: throttled };
  }
}
