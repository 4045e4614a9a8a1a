/** Why a database was not opened. */
export type OpenErrorCode = "in-use" | "readable-by-others" | "not-ours" | "newer-format" | "cannot-open";

/** A database was not opened; the message is one sentence for the operator. Nothing was changed. */
export class OpenError extends Error {
  readonly code: OpenErrorCode;
  constructor(code: OpenErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "OpenError";
    this.code = code;
  }
}
