import type { Failure } from "../../framework/api.ts";

const invalid = (message: string): Failure => ({ code: "InvalidInput", message });
const misused = (message: string): Failure => ({ code: "ValidationError", message });

/**
 * What AWS says of changes to SAML providers that it does not make, with the codes that it was seen to answer with.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_saml.html
 */
export const samlFailures = {
  metadata: invalid("Could not parse metadata"),
  privateKey: invalid("Invalid private key."),
  nothingToUpdate: misused(
    "Unable to update identity provider. No updates are defined for metadata or encryption assertion.",
  ),
  requiredWithoutKey: invalid(
    "Unable to set assertion encryption mode to Required because no private key is provided.",
  ),
  /** The same, of a provider that there is. */
  requiredWithoutKeyNow: invalid(
    "Failed to set assertion encryption mode to Required because no private key is present.",
  ),
  addAndRemove: misused(
    "Unable to add and remove private keys in the same request. Set a value for only one of the two parameters.",
  ),
  /** The last key, while assertions must be encrypted. */
  keyInUse: invalid("Failed to remove private key."),
  unknownKey: invalid("Failed to remove private key because the Key ID does not match a private key."),
  tooManyKeys: { code: "LimitExceeded", message: "Private key limit of 2 is reached." },
} as const satisfies Readonly<Record<string, Failure>>;
