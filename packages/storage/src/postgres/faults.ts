import { StorageError, type StorageErrorKind } from "../contract.ts";
import { type FaultCells, type FaultKind, faultActed, faultNow } from "../faults.ts";
import type { Session } from "./session.ts";

type Run<T> = (session: Session) => Promise<T>;

/** Faults that strike every write, at the end of its transaction. */
const endings: Partial<Record<FaultKind, readonly [StorageErrorKind, string]>> = {
  "full-disk": ["away", "the database's disk is full"],
  "fail-midway": ["away", "the database's system failed"],
  "failing-fsync": ["unknown", "the database failed"],
};

/** `run` as it goes under the fault that is on. */
export async function withFaults<T>(
  cells: FaultCells | undefined,
  session: Session,
  run: Run<T>,
): Promise<T> {
  const fault = faultNow(cells);
  const ending = endings[fault];
  if (ending !== undefined) {
    faultActed(cells);
    return await session.transaction(async (inside) => {
      await run(inside);
      throw new StorageError(...ending);
    });
  }
  switch (fault) {
    case "read-only":
      faultActed(cells);
      return await session.transaction(async (inside) => {
        await inside.ask({
          name: "read-only",
          text: "SELECT set_config('transaction_read_only', 'on', true)",
        });
        return await run(inside);
      });
    case "forget-outcome":
      faultActed(cells);
      await run(session);
      throw new StorageError("unknown", "the connection to the database was lost");
    default:
      return await run(session);
  }
}

/** Rejects every call while nothing is to answer. */
export function unlessUnreachable(cells: FaultCells | undefined): void {
  if (faultNow(cells) !== "unreachable") return;
  faultActed(cells);
  throw new StorageError("away", "the database does not answer");
}
