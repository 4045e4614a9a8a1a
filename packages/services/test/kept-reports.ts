/** Reports and uses as the process keeps them, in memory. */
import {
  type AccessJob,
  type CredentialReport,
  inOneGo,
  type Powers,
  type Use,
  type UseKind,
} from "@portcullis/services";
import { home } from "./harness.ts";

export type KindOfUse = Use & { readonly kind: UseKind };

export interface ReportPowers extends Partial<Powers> {
  /** What `findUses` finds in the first account; a test may add to it. */
  readonly uses: KindOfUse[];
}

export function reportPowers(...uses: KindOfUse[]): ReportPowers {
  const jobs = new Map<string, AccessJob>();
  const reports = new Map<string, CredentialReport>();
  return {
    uses,
    findUses: async (account, kind, who) =>
      account !== home ? [] : uses.filter((use) => use.kind === kind && (who ?? use.who) === use.who),
    keepAccessJob: async (account, job) => jobs.set(account + job.id, job) !== undefined,
    findAccessJob: async (account, id) => jobs.get(account + id),
    keepCredentialReport: async (account, report) => void reports.set(account, report),
    findCredentialReport: async (account) => reports.get(account),
    inSlices: async (_, work) => ({ result: inOneGo(work) }),
  };
}
