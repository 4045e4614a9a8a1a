/** What the operations that read a report of last accesses have in common. */
import type { Caller, RealmState, Role, User } from "@portcullis/directory";
import { iamArn } from "@portcullis/directory";
import type { OperationId } from "../../framework/api.ts";
import type { Call, Failed, Powers } from "../../framework/call.ts";
import type { AccessJob } from "../../framework/kept-reports.ts";
import { newest, TRACKED, type Use } from "../../framework/usage.ts";
import { entitiesOf, type Subject, subjectOf } from "./subject.ts";

type AnyCall = Call<OperationId>;

/** A job, and the uses of services that its report may tell of. */
export interface FoundReport {
  readonly job: AccessJob;
  readonly services: readonly Use[];
}

/**
 * Whose a job is: whoever asked for it, with any of its keys, or one session alone, as AWS was seen to tell them apart.
 * Two sessions of one role may have been given different permissions, so the role is not enough.
 */
export const ownerOf = ({ session, accessKeyId, userId }: Caller): string =>
  session === undefined ? userId : accessKeyId;

/** Reads the job, and the uses by those whom it is about; undefined: the caller asked for no such job. */
export async function findReport(
  powers: Powers,
  caller: Caller,
  id: string,
): Promise<FoundReport | undefined> {
  const { account, home } = caller;
  const job = await powers.findAccessJob(account, id);
  if (job === undefined || job.owner !== ownerOf(caller)) return undefined;
  const entities = entitiesOf(home, job.arn);
  const [only] = entities;
  const services = await powers.findUses(account, "service", entities.length === 1 ? only?.id : undefined);
  return { job, services };
}

/** Of each action the newest use. Read one after the other, so that however many they are only these are held. */
export async function findNewestActions(
  powers: Powers,
  account: string,
  home: RealmState,
  { arn }: AccessJob,
): Promise<readonly Use[]> {
  const last = new Map<string, Use>();
  for (const { id } of entitiesOf(home, arn)) {
    for (const use of await powers.findUses(account, "action", id)) {
      const what = `${use.service}:${use.action}`;
      if (use.time > (last.get(what)?.time ?? Number.NEGATIVE_INFINITY)) last.set(what, use);
    }
  }
  return [...last.values()];
}

export function noSuchJob(id: string): Failed {
  return {
    kind: "failed",
    failure: { code: "NoSuchEntity", message: `The job with id ${id} cannot be found.` },
  };
}

/** The subject of a report; undefined: it is gone since the report was asked for. */
export function reportSubject(
  call: AnyCall & { readonly prepared: FoundReport | undefined },
): Subject | undefined {
  return call.prepared === undefined ? undefined : subjectOf(call, call.prepared.job.arn);
}

/** What every page says of the job. */
export function jobForm({ arn, created }: AccessJob, subject: Subject | undefined) {
  const dates = { JobCreationDate: created, JobCompletionDate: created };
  if (subject !== undefined) return { JobStatus: "COMPLETED", ...dates } as const;
  const gone = { Code: "NoSuchEntity", Message: `ARN ${arn} not found` };
  return { JobStatus: "FAILED", ...dates, Error: gone } as const;
}

/** The uses by whom a report is about, in the time that is told: by service, then by unique id. */
export function usesBy(
  { entities }: Subject,
  uses: readonly Use[],
  now: number,
): ReadonlyMap<string, ReadonlyMap<string, Use>> {
  const ids = new Set(entities.map(({ id }) => id));
  const byService = new Map<string, Map<string, Use>>();
  for (const use of uses) {
    if (use.time <= now - TRACKED || !ids.has(use.who)) continue;
    const known = byService.get(use.service) ?? new Map<string, Use>();
    byService.set(use.service, known.set(use.who, use));
  }
  return byService;
}

export function entityArn({ world, account }: AnyCall, { kind, path, name }: User | Role): string {
  return iamArn(world.partition, account, kind, path, name);
}

/** Who used something last, and its ARN. */
export function lastOf(call: AnyCall, { entities }: Subject, uses: Iterable<Use>) {
  const use = newest(uses);
  const entity = entities.find(({ id }) => id === use?.who);
  return use === undefined || entity === undefined ? undefined : { use, arn: entityArn(call, entity) };
}
