import { type AuthFailure, authFailure, quotable } from "./auth-failure.ts";
import { headLimits, SIGNATURE_WINDOW } from "./limits.table.ts";
import type { ServiceSigning } from "./service-signing.table.ts";
import { formatBasicTime, parseBasicTime } from "./time.ts";

/** Milliseconds of a signing time, which is in ISO 8601's basic form also where it comes from the Date header. */
export function readTime(timestamp: string): number | AuthFailure {
  return (
    parseBasicTime(timestamp) ??
    authFailure(
      "malformed-date",
      `Date must be in ISO-8601 'basic format'. Got '${quotable(timestamp)}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    )
  );
}

/** Seconds of X-Amz-Expires: 1 to 604800. */
export function readExpires(text: string): number | AuthFailure {
  const negative = text.startsWith("-");
  for (let i = negative ? 1 : 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 0x30 || c > 0x39) return authFailure("malformed-expires", "X-Amz-Expires should be a number");
  }
  if (text.length === (negative ? 1 : 0))
    return authFailure("malformed-expires", "X-Amz-Expires should be a number");
  if (negative) return authFailure("malformed-expires", "X-Amz-Expires must be non-negative");
  const seconds = Number(text);
  if (seconds > headLimits.expires) {
    return authFailure(
      "malformed-expires",
      "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
    );
  }
  return seconds === 0
    ? authFailure("malformed-expires", "X-Amz-Expires must be at least 1 second")
    : seconds;
}

const span = (milliseconds: number): string =>
  milliseconds % 60_000 === 0 ? `${milliseconds / 60_000} min.` : `${milliseconds / 1_000} sec.`;

/**
 * Whether a signature lives at `now`: from 15 minutes before its time to 15 minutes behind it, or, where the service
 * keeps what a presigned request states, as long as that.
 * @param time signing time in milliseconds
 * @param expires seconds, of a presigned request
 */
export function checkLifetime(
  time: number,
  expires: number | undefined,
  signing: ServiceSigning,
  now: number,
): AuthFailure | undefined {
  if (time > now + SIGNATURE_WINDOW) {
    return authFailure(
      "signature-not-yet-current",
      `Signature not yet current: ${formatBasicTime(time)} is still later than ${formatBasicTime(now + SIGNATURE_WINDOW)} (${formatBasicTime(now)} + ${span(SIGNATURE_WINDOW)})`,
    );
  }
  const life =
    expires !== undefined && signing.presignedLife === "stated" ? expires * 1_000 : SIGNATURE_WINDOW;
  if (time < now - life) {
    return authFailure(
      "signature-expired",
      `Signature expired: ${formatBasicTime(time)} is now earlier than ${formatBasicTime(now - life)} (${formatBasicTime(now)} - ${span(life)})`,
    );
  }
  return undefined;
}
