/** The parameters of the query form, by their names in lower case. */
export const authParameters = {
  "x-amz-algorithm": "X-Amz-Algorithm",
  "x-amz-credential": "X-Amz-Credential",
  "x-amz-signature": "X-Amz-Signature",
  "x-amz-signedheaders": "X-Amz-SignedHeaders",
  "x-amz-date": "X-Amz-Date",
  "x-amz-expires": "X-Amz-Expires",
  "x-amz-security-token": "X-Amz-Security-Token",
} as const;
export type AuthParameter = (typeof authParameters)[keyof typeof authParameters];

/** Those that must be there, in the order in which AWS names the missing ones. */
export const requiredParameters = [
  "X-Amz-Algorithm",
  "X-Amz-Credential",
  "X-Amz-Signature",
  "X-Amz-SignedHeaders",
  "X-Amz-Date",
] as const satisfies readonly AuthParameter[];

/** A presigned request may declare its payload here, in any case: signers move the header of this name. */
export const PAYLOAD_PARAMETER = "x-amz-content-sha256";

/**
 * Parameters that only Signature Version 2 has, in lower case.
 * https://docs.aws.amazon.com/general/latest/gr/unsupported-version.html
 */
export const version2Parameters: ReadonlySet<string> = new Set([
  "awsaccesskeyid",
  "signaturemethod",
  "signatureversion",
]);
