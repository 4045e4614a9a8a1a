import type { Failure } from "../framework/api.ts";

/** No device is kept here, so no code can be right. */
export function mfaFailure(input: {
  readonly SerialNumber?: string | undefined;
  readonly TokenCode?: string | undefined;
}): Failure | undefined {
  if (input.SerialNumber === undefined && input.TokenCode === undefined) return undefined;
  return {
    code: "AccessDenied",
    message:
      "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
  };
}
