import type { Failure } from "../failure.ts";
import { type AuthFailureReason, authFailures } from "./auth-failures.table.ts";

/** Why authentication failed, as a failure that the codecs encode. Its message holds no secret and no session token. */
export interface AuthFailure extends Failure {
  readonly reason: AuthFailureReason;
}

/** A failure with its own words, or with those of the table. */
export const authFailure = (
  reason: AuthFailureReason,
  message: string = authFailures[reason].text,
): AuthFailure => ({ reason, code: authFailures[reason].code, message });

/** The words of IncompleteSignature with what is at fault behind them. */
export const incompleteSignature = (reason: AuthFailureReason, fault: string): AuthFailure =>
  authFailure(reason, `${authFailures[reason].text} ${fault}`);

/** What a client sent, fit to be quoted in an error: short, printable ASCII. */
export function quotable(text: string): string {
  let out = "";
  for (let i = 0; i < text.length && i < 64; i++) {
    const c = text.charCodeAt(i);
    out += c > 0x20 && c < 0x7f ? text.charAt(i) : "?";
  }
  return out;
}
