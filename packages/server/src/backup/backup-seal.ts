import {
  type FieldPlace,
  type KeyRing,
  openField,
  revealBytes,
  sameBytes,
  sealField,
  secretOfBytes,
} from "@portcullis/keys";
import { INSTALLATION } from "../realms/realm-names.ts";

/** Seals the digest of a backup, so that a restore tells what this deployment wrote from what somebody made of it. */
export function sealDigest(ring: KeyRing, created: number, digest: Uint8Array): string {
  return sealField(ring, placeOf(created), secretOfBytes(digest));
}

/** Whether this deployment wrote what has this digest. */
export function isSealOf(ring: KeyRing, created: number, digest: Uint8Array, seal: string): boolean {
  const opened = openField(ring, placeOf(created), seal);
  return opened !== undefined && sameBytes(revealBytes(opened), digest);
}

function placeOf(created: number): FieldPlace {
  return { realm: INSTALLATION, kind: "backup", id: String(created), field: "sha256" };
}
