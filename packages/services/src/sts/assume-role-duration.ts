import type { Failure } from "../framework/api.ts";

/** Seconds that a role assumed with a role's credentials may last. */
const CHAINED_LIMIT = 3600;

/**
 * Asking for too long is an error, never a shorter session.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html (role chaining)
 */
export function durationFailure(seconds: number, roleLimit: number, chained: boolean): Failure | undefined {
  if (chained && seconds > CHAINED_LIMIT) {
    return {
      code: "ValidationError",
      message:
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    };
  }
  if (seconds > roleLimit) {
    return {
      code: "ValidationError",
      message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    };
  }
  return undefined;
}
