import { serviceNames, serviceOf } from "@portcullis/aws-model";
import type { Grants } from "@portcullis/policy";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { listOperation, pagesOf } from "../../framework/list-operation.ts";
import { TRACKED, type Use } from "../../framework/usage.ts";
import {
  findNewestActions,
  findReport,
  jobForm,
  lastOf,
  noSuchJob,
  reportSubject,
  usesBy,
} from "./access-report.ts";
import type { Subject } from "./subject.ts";

/**
 * Characters of patterns that the names of actions may be compared with for one page, and for one service: 0.1 s of the
 * thread where every other call waits, measured on patterns that are made to be slow.
 */
const MOST_WORK = 4e6;

/**
 * Every service that the policies open, in the order of their prefixes, with its last use.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html
 */
export const getServiceLastAccessedDetails = listOperation("iam:GetServiceLastAccessedDetails", {
  pages: pagesOf("ServicesLastAccessed"),
  async prepare({ input, account, caller: { home } }, powers) {
    const report = await findReport(powers, account, home, input.JobId);
    if (report?.job.granularity !== "ACTION_LEVEL") return report && { ...report, actions: undefined };
    return { ...report, actions: await findNewestActions(powers, account, home, report.job) };
  },
  refusal: (call) => (call.prepared === undefined ? noSuchJob(call.input.JobId) : undefined),
  *entries(call, after) {
    const report = call.prepared;
    const subject = reportSubject(call);
    if (report === undefined || subject === undefined) return;
    const used = usesBy(subject, report.services, call.now);
    for (const [service, name] of serviceNames) {
      if (after !== undefined && service <= after) continue;
      if (!subject.grants().some((grants) => grants.service(service))) continue;
      const work =
        report.actions === undefined ? 0 : namesOf(service).length * workOf(subject.grants(), service);
      const make = () => ({
        ServiceName: name,
        ServiceNamespace: service,
        ...serviceForm(call, subject, used.get(service)),
        ...(report.actions === undefined ? {} : actionForms(call, report.actions, subject, service)),
      });
      yield [service, { service, work, make }];
    }
  },
  making: {
    mostWork: MOST_WORK,
    // All services with all their actions are far less than a page of text.
    estimate: ({ work }) => ({ work, text: 0 }),
    refuse: ({ service, work }) =>
      work <= MOST_WORK
        ? undefined
        : {
            code: "InvalidInput",
            message: `The policies name too many actions of ${service} for a report of ACTION_LEVEL.`,
          },
    make: ({ make }) => make(),
  },
  beside(call) {
    const { job } = call.prepared ?? {};
    return job === undefined ? {} : { ...jobForm(job, reportSubject(call)), JobType: job.granularity };
  },
});

function serviceForm(call: Call<OperationId>, subject: Subject, uses: ReadonlyMap<string, Use> = new Map()) {
  const last = lastOf(call, subject, uses.values());
  return {
    ...(last === undefined
      ? {}
      : {
          LastAuthenticated: last.use.time,
          LastAuthenticatedEntity: last.arn,
          LastAuthenticatedRegion: last.use.region,
        }),
    TotalAuthenticatedEntities: uses.size,
  };
}

const namesOf = (service: string): string[] => Object.keys(serviceOf(service)?.operations ?? {});

const workOf = (grants: readonly Grants[], service: string): number =>
  grants.reduce((sum, each) => sum + each.work(service), 0);

/** Actions are told of the services that are served here: of others nobody here sees a call. */
function actionForms(call: Call<OperationId>, actions: readonly Use[], subject: Subject, service: string) {
  const tracked = namesOf(service).filter((name) =>
    subject.grants().some((grants) => grants.action(`${service}:${name}`.toLowerCase())),
  );
  if (tracked.length === 0) return {};
  return {
    TrackedActionsLastAccessed: tracked.sort().map((name) => {
      const uses = actions.filter((use) => use.service === service && use.action === name);
      const last = lastOf(
        call,
        subject,
        uses.filter(({ time }) => time > call.now - TRACKED),
      );
      if (last === undefined) return { ActionName: name };
      return {
        ActionName: name,
        LastAccessedEntity: last.arn,
        LastAccessedTime: last.use.time,
        LastAccessedRegion: last.use.region,
      };
    }),
  };
}
