/** What a session may wait for, in milliseconds. */
export interface Limits {
  readonly statement: number;
  readonly lock: number;
  readonly idleInTransaction: number;
}

/**
 * What the server is told of a call's deadline. It gives up earlier than we do, so that where it still can it says
 * itself that nothing was written, and the outcome is not open.
 */
export function limitsOf(deadline: number): Limits {
  return {
    statement: Math.ceil(deadline * 0.9),
    lock: Math.ceil(deadline * 0.8),
    idleInTransaction: deadline,
  };
}

export type SessionSettings = Readonly<Record<string, string>>;

/** What every session is told when it begins, whatever the database's configuration or the role's says. */
export function settingsOf({ statement, lock, idleInTransaction }: Limits): SessionSettings {
  return {
    // Nothing is looked for in `public`, where others may have put what has the name of ours.
    search_path: "portcullis",
    // What the commit relies on; see there.
    default_transaction_isolation: "read committed",
    // Every statement goes by an index: its plan is made once, and no statistics, or lack of them, change it.
    plan_cache_mode: "force_generic_plan",
    enable_seqscan: "off",
    enable_bitmapscan: "off",
    enable_hashjoin: "off",
    enable_mergejoin: "off",
    jit: "off",
    bytea_output: "hex",
    statement_timeout: `${statement}`,
    lock_timeout: `${lock}`,
    idle_in_transaction_session_timeout: `${idleInTransaction}`,
    // A session whose client went without a word holds its locks no longer than this.
    tcp_keepalives_idle: "5",
    tcp_keepalives_interval: "2",
    tcp_keepalives_count: "3",
    tcp_user_timeout: "10000",
    client_min_messages: "warning",
  };
}
