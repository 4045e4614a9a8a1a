/** Whether the server should be sent requests, and if not, why: sentences for the operator, without secrets. */
export type Readiness =
  | {
      readonly ready: true;
      /** Seconds since what decisions are made from was last confirmed. */
      readonly stateAge: number;
      /** What the operator should know all the same. */
      readonly notes: readonly string[];
    }
  | { readonly ready: false; readonly reasons: readonly string[]; readonly stateAge?: number };
