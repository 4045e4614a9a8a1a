/** A refusal before it takes the form of a protocol. */
export interface Failure {
  /** AWS's code, in the spelling of the query protocol where the two differ; the codec translates. */
  readonly code: string;
  /** AWS's text for the client. Empty where AWS sends none. */
  readonly message: string;
  /** Overrides the status of the code. */
  readonly status?: number | undefined;
  /** Further modelled string members of the error, by wire name (`Reason` in Organizations). JSON only. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

/** A structure of the model in memory: only names of the model, absent members left out, no prototype. */
export type Structure = Readonly<Record<string, unknown>>;

export type Decoded =
  | { readonly ok: true; readonly input: Structure }
  | { readonly ok: false; readonly failure: Failure };

/** An answer, but for the headers that carry the request id. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}
