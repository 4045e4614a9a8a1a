/** Whether the server should be sent requests, and if not, why: sentences for the operator, without secrets. */
export type Readiness =
  | { readonly ready: true }
  | { readonly ready: false; readonly reasons: readonly string[] };
