import { hash } from "node:crypto";
import type { FieldPlace } from "./at-rest.ts";
import { encodeParts } from "./parts.ts";
import { revealBytes, type Secret } from "./secret.ts";

/**
 * A random secret of at least 128 bits as a body keeps it where it only has to be recognised: SHA-256 over the secret
 * and its place, in base64url. Nobody guesses such a secret, so that it needs neither a salt nor a slow hash, which what
 * a person chose does. What was hashed in one place is not recognised in another.
 */
export function hashField(place: FieldPlace, secret: Secret): string {
  const { realm, kind, id, field } = place;
  const parts = ["portcullis hashed field 1", realm, kind, id, field, revealBytes(secret)];
  return hash("sha256", encodeParts(parts), "base64url");
}
