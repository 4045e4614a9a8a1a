import type { Attempted } from "@portcullis/services";
import type { Failure } from "@portcullis/wire";
import { unlessUnsure } from "./confirm.ts";
import type { Exchange } from "./exchange.ts";

/** What the caller is told of a refused attempt. */
export function refusalOf(
  exchange: Exchange,
  refused: Extract<Attempted, { readonly kind: "denied" | "failed" }>,
): Failure {
  return refused.kind === "failed"
    ? unlessUnsure(exchange, refused.failure)
    : { code: "AccessDenied", message: refused.denial.message };
}
