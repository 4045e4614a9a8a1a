import type { Attempted } from "@portcullis/services";
import type { Failure } from "@portcullis/wire";

/** What the caller is told of a refused attempt. */
export function refusalOf(refused: Extract<Attempted, { readonly kind: "denied" | "failed" }>): Failure {
  return refused.kind === "failed"
    ? refused.failure
    : { code: "AccessDenied", message: refused.denial.message };
}
