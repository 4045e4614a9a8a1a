import type { LookedAt } from "@portcullis/storage";
import { examine, type Instruments } from "../src/doctor/examine.ts";
import type { DatabaseLooks } from "../src/doctor/look-at-database.ts";
import { configOf } from "./listen-harness.ts";

export const now = Date.UTC(2026, 11, 24, 12);
export const nowhere = "/nowhere/at/all";

/** What one check says. */
export async function said(
  name: string,
  args: readonly string[],
  instruments: Instruments = {},
): Promise<string> {
  const placed = args.includes("--data-dir") || args.includes("--ephemeral");
  const config = configOf(placed ? args : ["--data-dir", nowhere, ...args]);
  const found = (await examine(config, { now: () => now, ...instruments })).find(
    (each) => each.name === name,
  );
  return `${found?.level}: ${found?.sentence}`;
}

const mayDelete: DatabaseLooks["deletion"] = async () => ({ role: "portcullis", may: true });

/** A database of a cluster that answers like this. */
export function sharing(storage: Partial<LookedAt>): DatabaseLooks {
  const whole: LookedAt = {
    begun: async () => false,
    deployment: async () => undefined,
    keys: async () => [],
    formats: async () => [],
    confirm: async () => ({ incarnation: "", clock: Date.now(), revisions: [] }),
    settings: undefined,
    ...storage,
  };
  return {
    file: async () => ({ found: "nothing" }),
    shared: async (_database, look) => ({ found: "read", value: await look(whole) }),
    deletion: mayDelete,
  };
}

/** A database of any kind that is found like this. */
export function found(look: Awaited<ReturnType<DatabaseLooks["file"]>> | Error): DatabaseLooks {
  const answer = async () => {
    if (look instanceof Error) throw look;
    return look;
  };
  return { file: answer, shared: answer, deletion: mayDelete };
}

export const shared = ["--database", "postgres://portcullis@db.example.com/iam"];
export const deployment = {
  id: "d-1",
  incarnation: "i-1",
  partition: "aws",
  keyCheck: new Uint8Array(),
  format: 1,
};
