import type { Powers } from "@portcullis/services";
import { keptReports } from "./kept-reports.ts";
import { describeKeys, rotateKeys } from "./keys/operated-keys.ts";
import { inSlices } from "./pipeline/in-slices.ts";
import { accountRealm } from "./realms/realm-names.ts";
import type { Runtime } from "./runtime.ts";

/** What operations may ask the process to do; each is asked for by a caller who is permitted to call the operation. */
export function powersOf(runtime: Runtime): Powers {
  const { spool, storage, backups, partition, version, storageKind, usage } = runtime;
  return {
    findEvents: (query) => spool.find(query),
    ...keptReports(storage, runtime.clock.now),
    findUses: (account, kind, who) => usage.find(account, kind, who),
    async describeDeployment() {
      const kept = await storage.deployment();
      if (kept === undefined) throw new Error("the deployment that is served is gone");
      const { id, incarnation, format } = kept;
      return { id, incarnation, partition, version, format, storageKind };
    },
    createBackup: (asker) => backups.create(asker),
    rotateKeys: (asker) => rotateKeys(runtime, asker),
    describeKeys: () => describeKeys(runtime),
    async inSlices(account, work) {
      const begun = inSlices(accountRealm(account), work);
      return begun === "busy" ? begun : { result: await begun };
    },
    withPasswords: runtime.passwords.within,
    outbound: runtime.outbound,
    countGuess: (secret) => runtime.guesses.count(secret, runtime.clock.now()),
  };
}
