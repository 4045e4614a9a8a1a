import type { KeyRing } from "./key-ring.ts";
import { open, seal, sealedWith } from "./seal.ts";
import { revealBytes, type Secret, secretOfBytes } from "./secret.ts";
import { bytesOfText } from "./text-form.ts";

/** The one place where a sealed field opens. */
export interface FieldPlace {
  /** `installation`, `organization/o-…` or `account/123456789012` */
  readonly realm: string;
  readonly kind: string;
  /** The entity's own. */
  readonly id: string;
  readonly field: string;
}

/** The secret as a body keeps it: sealed, in base64. */
export function sealField(ring: KeyRing, place: FieldPlace, secret: Secret): string {
  const sealed = seal(ring, "at-rest", place.realm, subjectOf(place), revealBytes(secret));
  return Buffer.from(sealed).toString("base64");
}

/** undefined: it was sealed in another place, or changed. */
export function openField(ring: KeyRing, place: FieldPlace, text: string): Secret | undefined {
  const sealed = bytesOfText(text, "base64");
  if (sealed === undefined) return undefined;
  const bytes = open(ring, "at-rest", place.realm, subjectOf(place), sealed);
  return bytes === undefined ? undefined : secretOfBytes(bytes);
}

/** The number of the data key that a kept secret says it is sealed with; undefined: it is no sealed text. */
export function keyNumberOf(text: string): number | undefined {
  const sealed = bytesOfText(text, "base64");
  return sealed === undefined ? undefined : sealedWith(sealed);
}

function subjectOf(place: FieldPlace): readonly string[] {
  return [place.kind, place.id, place.field];
}
