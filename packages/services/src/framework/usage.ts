/**
 * Who used what last, as calls showed it; refused calls count as well, as AWS counts them. `service` is a prefix of
 * actions, `time` epoch milliseconds.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
 */
export interface Use {
  /** An access key's id; the unique id of a user or role. */
  readonly who: string;
  readonly service: string;
  /** Empty where only the service is told. */
  readonly action: string;
  readonly time: number;
  readonly region: string;
}

/** The last use of each access key, of each service by a user or role, of each action by one. */
export type UseKind = "access-key" | "service" | "action";

const TRACKED_DAYS = 400;

/** Milliseconds that the uses of roles and services are told; access keys' are told for good. */
export const TRACKED = TRACKED_DAYS * 24 * 60 * 60 * 1000;

/** The newest; undefined where there is none. */
export function newest(uses: Iterable<Use>): Use | undefined {
  let found: Use | undefined;
  for (const use of uses) if (found === undefined || use.time > found.time) found = use;
  return found;
}
