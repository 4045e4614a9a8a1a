import type { AccessJob, CredentialReport, KeptReports } from "@portcullis/services";
import type { Storage } from "@portcullis/storage";
import { accountRealm } from "./realms/realm-names.ts";

/** Milliseconds that a job of last accesses can be asked for; AWS does not say how long its own live. */
const JOB_LIFE = 24 * 60 * 60 * 1000;

const JOB = "access-job";
const PLACE = "access-job-place";
/** Each holds one job of an account, on whatever node it was asked for, until the job is purged. A power of two. */
const PLACES = 16_384;
const REPORT = "credential-report";

type Tables = Pick<Storage, "claimOnce" | "readOnce" | "mergeUsage" | "readUsage">;

/** Reports where the storage keeps what is no entity: jobs until they are purged, one credential report an account. */
export function keptReports(storage: Tables, now: () => number): KeptReports {
  async function placed(realm: string, id: string, expires: number): Promise<boolean> {
    for (const place of placesOf(id))
      if (await storage.claimOnce({ realm, kind: PLACE, id: String(place), expires, body: "" })) return true;
    return false;
  }

  return {
    async keepAccessJob(account, job) {
      const { id, created, ...rest } = job;
      const body = JSON.stringify({ created, ...rest });
      const realm = accountRealm(account);
      if (!(await placed(realm, id, created + JOB_LIFE))) return false;
      if (!(await storage.claimOnce({ realm, kind: JOB, id, expires: created + JOB_LIFE, body })))
        throw new Error("a job with this id is there already");
      return true;
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

/** Where a job may be, at random as its id is: four places, so that nearly all are taken before many jobs find none. */
function placesOf(id: string): readonly number[] {
  const digits = id.replaceAll("-", "").slice(-16);
  return [0, 4, 8, 12].map((at) => Number.parseInt(digits.slice(at, at + 4), 16) % PLACES);
}
