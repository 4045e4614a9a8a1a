/**
 * How long the parts of an event may grow, so that no caller can make one large. CloudTrail cuts its fields too, and
 * an event of it has at most 256 KB.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const bounds = {
  /** Bytes of a record in UTF-8. */
  record: 64 << 10,
  /** Bytes of JSON that the parameters of a request, and the elements of its answer, take. */
  parameters: 40 << 10,
  response: 16 << 10,
  /** Characters of one value; a policy of the largest size that is accepted fits in. */
  value: 16 << 10,
  /** Where a request is too large to be recorded whole: characters of one value, and entries of one list. */
  shortValue: 256,
  shortList: 8,
  userAgent: 1024,
  host: 256,
  errorCode: 128,
  errorMessage: 2048,
  /** Resources that an event is found by, and characters of a name. */
  resources: 24,
  resourceName: 2048,
} as const;

/** Stands at the end of a text that was cut. */
export const CUT = "...[truncated]";
