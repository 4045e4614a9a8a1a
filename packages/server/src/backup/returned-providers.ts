import { createHash } from "node:crypto";
import type { OidcProvider, SamlProvider } from "@portcullis/directory";

/** Whom a restore lets in again by the roles that trust them. */
export interface ReturnedSamlProvider {
  readonly name: string;
  /** Of the metadata document as it was submitted, which says whose signatures count; in hexadecimal digits. */
  readonly metadataSha256: string;
  /** Epoch milliseconds. */
  readonly created: number;
  readonly validUntil: number;
}

export interface ReturnedOidcProvider {
  /** Without the scheme. */
  readonly url: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  /** Epoch milliseconds. */
  readonly created: number;
}

/** Without the document, which may be long. */
export function returnedSaml({ name, metadata, created, validUntil }: SamlProvider): ReturnedSamlProvider {
  return {
    name,
    metadataSha256: createHash("sha256").update(metadata).digest("hex"),
    created,
    validUntil,
  };
}

export function returnedOidc({ url, clientIds, thumbprints, created }: OidcProvider): ReturnedOidcProvider {
  return { url, clientIds, thumbprints, created };
}
