/** How the requests of one service are signed, where services differ. */
export interface ServiceSigning {
  /**
   * `twice`: the path is normalized (dot segments, repeated slashes) and its wire form encoded once more.
   * `once`: the path is taken as it is, each byte in its one encoded form.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-canonical-request
   */
  readonly path: "twice" | "once";
  /**
   * `window`: a presigned request lives as long as every other signature, whatever X-Amz-Expires says.
   * `stated`: it lives for X-Amz-Expires seconds.
   * https://github.com/aws/aws-sdk-go/pull/2224 (only S3 reads X-Amz-Expires)
   */
  readonly presignedLife: "window" | "stated";
  /** What a presigned request that declares no payload was signed with. */
  readonly presignedPayload: "hash" | "unsigned";
  /**
   * Whether a query parameter may come more than once. Values of one name are sorted before they are signed, so
   * their order is not covered: only services that read them as a set may take them.
   */
  readonly repeatedParameters: "refused" | "taken";
  /**
   * The one content type that the service reads, in lower case. A request that sends exactly this may leave the
   * header unsigned, as the SDK for PHP does: no other value could give the body another meaning.
   * Undefined: content-type must be signed.
   */
  readonly contentType: string | undefined;
}

/** The rules of every service but S3, by the content type of its protocol. */
export const serviceSignings = {
  query: {
    path: "twice",
    presignedLife: "window",
    presignedPayload: "hash",
    repeatedParameters: "refused",
    contentType: "application/x-www-form-urlencoded",
  },
  json10: {
    path: "twice",
    presignedLife: "window",
    presignedPayload: "hash",
    repeatedParameters: "refused",
    contentType: "application/x-amz-json-1.0",
  },
  json11: {
    path: "twice",
    presignedLife: "window",
    presignedPayload: "hash",
    repeatedParameters: "refused",
    contentType: "application/x-amz-json-1.1",
  },
  rest: {
    path: "twice",
    presignedLife: "window",
    presignedPayload: "hash",
    repeatedParameters: "taken",
    contentType: undefined,
  },
  s3: {
    path: "once",
    presignedLife: "stated",
    presignedPayload: "unsigned",
    repeatedParameters: "refused",
    contentType: undefined,
  },
} as const satisfies Record<string, ServiceSigning>;
