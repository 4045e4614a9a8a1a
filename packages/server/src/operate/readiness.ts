/** Which server it is that answers on the operator's port. Nothing of it is secret. */
export interface Identity {
  /** Id of the deployment that it serves; undefined: it has not opened it yet. */
  readonly deployment: string | undefined;
  /** Its data directory, by the lock that it holds there; undefined: it has none. */
  readonly node: string | undefined;
}

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
