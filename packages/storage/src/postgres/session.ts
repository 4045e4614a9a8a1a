import { StorageError } from "../contract.ts";
import type { Connection, Row, Statement } from "./connection.ts";
import { toStorageError } from "./errors.ts";

/** What a verb asks of a connection. Errors come out as the closed union. */
export interface Session {
  /** A statement that makes nothing durable by itself: a read, or one inside a transaction. */
  ask(statement: Statement, values?: readonly unknown[]): Promise<readonly Row[]>;
  /**
   * A statement that becomes durable with its answer. When the answer is lost, or the database did not wait for its
   * synchronous standby to the end, the outcome is unknown.
   */
  decide(statement: Statement, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Runs `work` in one transaction. */
  transaction<T>(work: (inside: Session) => Promise<T>): Promise<T>;
}

export function sessionOver(connection: Connection): Session {
  const attempt = async <T>(doing: Promise<T>, deciding: boolean): Promise<T> => {
    let answer: T;
    try {
      answer = await doing;
    } catch (error) {
      throw toStorageError(error, deciding);
    }
    if (deciding && connection.stoppedWaiting()) {
      throw new StorageError("unknown", "the database stopped waiting for its standby");
    }
    return answer;
  };
  const ask: Session["ask"] = (statement, values) => attempt(connection.query(statement, values), false);
  const run = (sql: string, deciding = false) => attempt(connection.run(sql), deciding);
  const inside: Session = { ask, decide: kept, transaction: (work) => work(inside) };

  /** Inside a transaction, a statement that fails would else take with it every question why it failed. */
  async function kept(statement: Statement, values?: readonly unknown[]): Promise<readonly Row[]> {
    await run("SAVEPOINT before");
    try {
      const rows = await ask(statement, values);
      await run("RELEASE before");
      return rows;
    } catch (error) {
      if (!connection.lost()) await run("ROLLBACK TO before");
      throw error;
    }
  }

  return {
    ask,
    decide: (statement, values) => attempt(connection.query(statement, values), true),
    async transaction(work) {
      await run("BEGIN");
      try {
        const result = await work(inside);
        await run("COMMIT", true);
        return result;
      } catch (error) {
        if (!connection.lost()) await run("ROLLBACK").catch(() => connection.destroy());
        throw error;
      }
    },
  };
}
