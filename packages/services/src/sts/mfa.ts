import { type Failure, throttled } from "../framework/api.ts";
import type { Call } from "../framework/call.ts";
import type { ProofDefinition } from "../framework/proof.ts";
import { deviceWith } from "../iam/mfa/find-device.ts";
import { tryCode } from "../iam/mfa/try-codes.ts";

type Asking = "sts:AssumeRole" | "sts:GetSessionToken";

/**
 * The code of a device that is enabled for the caller itself: the user, also behind a session of its own, or root. The
 * session of a role has no device.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export const mfaProof: ProofDefinition<Asking> = {
  given: ({ SerialNumber, TokenCode }) => SerialNumber !== undefined || TokenCode !== undefined,
  look(call) {
    const { SerialNumber, TokenCode } = call.input;
    if (SerialNumber === undefined || TokenCode === undefined) return { failure: texts.half };
    const device = deviceWith(call, SerialNumber);
    if (device?.owner === undefined || device.owner !== ownerOf(call)) return { failure: texts.unknown };
    const tried = tryCode(call, device, TokenCode);
    switch (tried.kind) {
      case "right":
        return { changes: { put: [tried.device] } };
      case "wrong":
        return { failure: texts.wrong, changes: { put: [tried.device] } };
      case "too-soon":
        return { failure: throttled };
    }
  },
};

function ownerOf({ caller, account }: Call<Asking>): string | undefined {
  switch (caller.principal.kind) {
    case "root":
      return account;
    case "user":
      return caller.user?.id;
    case "role-session":
    case "federated-user":
      return undefined;
  }
}

const denied = (message: string): Failure => ({ code: "AccessDenied", message });

/** As AWS spells them, blanks and all. */
const texts = {
  half: denied(
    "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
  ),
  unknown: denied(
    "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
  ),
  wrong: denied("MultiFactorAuthentication failed with invalid MFA one time pass code. "),
} as const;
