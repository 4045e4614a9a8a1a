import type { Failure } from "../../framework/api.ts";
import { samlFailures } from "./failures.ts";
import { type Metadata, readMetadata } from "./metadata.ts";
import { samlPrivateKey } from "./private-key.ts";

/** What a request brings, read once: of each part undefined where it has none. */
export interface Submitted {
  readonly metadata: Metadata | undefined;
  /** PKCS #8 in PEM. */
  readonly privateKey: string | undefined;
}

export function readSubmitted(input: {
  readonly SAMLMetadataDocument?: string | undefined;
  readonly AddPrivateKey?: string | undefined;
}): Submitted | Failure {
  const { SAMLMetadataDocument, AddPrivateKey } = input;
  const metadata = SAMLMetadataDocument === undefined ? undefined : readMetadata(SAMLMetadataDocument);
  if (SAMLMetadataDocument !== undefined && metadata === undefined) return samlFailures.metadata;
  const privateKey = AddPrivateKey === undefined ? undefined : samlPrivateKey(AddPrivateKey);
  if (AddPrivateKey !== undefined && privateKey === undefined) return samlFailures.privateKey;
  return { metadata, privateKey };
}
