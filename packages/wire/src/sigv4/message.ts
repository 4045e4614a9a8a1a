import type { ServiceSigning } from "./service-signing.table.ts";

/**
 * A request as it came. Every string is a byte string: one code unit a byte, as node's HTTP parser gives them.
 * `target` is the raw request target (path and query, never parsed by a URL parser), `headers` are flat
 * name, value, name, value… as in node's `rawHeaders`, so that nothing is copied.
 */
export interface SignedMessage {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly string[];
}

/** How the payload takes part in the signature. */
export type PayloadMode =
  | "hash"
  | "unsigned"
  | "streaming-signed"
  | "streaming-signed-trailer"
  | "streaming-unsigned-trailer";

/** In mode `hash` the client may declare the SHA-256 of the body (64 lower-case hex digits); else it is computed. */
export type PresentedPayload =
  | { readonly mode: "hash"; readonly declared: string | undefined }
  | { readonly mode: Exclude<PayloadMode, "hash"> };

/** What the head of a request presents, before any secret is known. Nothing here is proved. */
export interface Presented {
  readonly form: "header" | "query";
  readonly keyId: string;
  /** The scope's date, `YYYYMMDD`; it equals the date of `timestamp`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  /** How this service's requests are signed. */
  readonly signing: ServiceSigning;
  /** The signing time as it was sent, `YYYYMMDDTHHMMSSZ`. */
  readonly timestamp: string;
  /** The signing time in milliseconds since 1970. */
  readonly time: number;
  /** `X-Amz-Expires` in seconds, in the query form only. */
  readonly expires: number | undefined;
  /** Lower case, sorted, without repetition; every one is present in the message. */
  readonly signedHeaders: readonly string[];
  /** The signature (of a streaming payload: the seed signature), in any form. */
  readonly signature: string;
  readonly sessionToken: string | undefined;
  readonly payload: PresentedPayload;
}
