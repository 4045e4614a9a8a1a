/** The parts of a credential as they stand in a request, found but not yet looked at. */
export interface Claims {
  readonly form: "header" | "query";
  readonly algorithm: string;
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly timestamp: string;
  /** Where the time was read. A Date header that gives it must be signed. */
  readonly timeFrom: "x-amz-date" | "date" | "query";
  readonly expires: string | undefined;
  readonly sessionToken: string | undefined;
  /** x-amz-content-sha256, wherever this form declares it. */
  readonly payload: string | undefined;
}
