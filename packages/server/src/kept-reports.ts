import type { AccessJob, CredentialReport, KeptReports } from "@portcullis/services";
import type { Storage } from "@portcullis/storage";
import { accountRealm } from "./realms/realm-names.ts";

/** Milliseconds that a job of last accesses can be asked for; AWS does not say how long its own live. */
const JOB_LIFE = 24 * 60 * 60 * 1000;

const JOB = "access-job";
const REPORT = "credential-report";

type Tables = Pick<Storage, "claimOnce" | "readOnce" | "mergeUsage" | "readUsage">;

/** Reports where the storage keeps what is no entity: jobs until they are purged, one credential report an account. */
export function keptReports(storage: Tables, now: () => number): KeptReports {
  return {
    async keepAccessJob(account, job) {
      const { id, created, ...rest } = job;
      const body = JSON.stringify({ created, ...rest });
      const realm = accountRealm(account);
      if (!(await storage.claimOnce({ realm, kind: JOB, id, expires: created + JOB_LIFE, body })))
        throw new Error("a job with this id is there already");
    },
    async findAccessJob(account, id) {
      const body = await storage.readOnce(accountRealm(account), JOB, id);
      if (body === undefined) return undefined;
      const job = { id, ...JSON.parse(body) } as AccessJob;
      return now() < job.created + JOB_LIFE ? job : undefined;
    },
    async keepCredentialReport(account, { generated, content }) {
      await storage.mergeUsage([
        { realm: accountRealm(account), kind: REPORT, id: "", time: generated, body: content },
      ]);
    },
    async findCredentialReport(account): Promise<CredentialReport | undefined> {
      const [row] = await storage.readUsage(accountRealm(account), { kind: REPORT });
      return row === undefined ? undefined : { generated: row.time, content: row.body };
    },
  };
}
