import { serviceNames, serviceOf } from "@portcullis/aws-model";
import type { Grants } from "@portcullis/policy";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { listOperation, PAUSE, pagesOf } from "../../framework/list-operation.ts";
import type { Slices } from "../../framework/slices.ts";
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
 * Every service that the policies open, in the order of their prefixes, with its last use.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html
 */
export const getServiceLastAccessedDetails = listOperation("iam:GetServiceLastAccessedDetails", {
  pages: pagesOf("ServicesLastAccessed"),
  async prepare({ input, account, caller }, powers) {
    const report = await findReport(powers, caller, input.JobId);
    if (report?.job.granularity !== "ACTION_LEVEL") return report && { ...report, actions: undefined };
    return { ...report, actions: await findNewestActions(powers, account, caller.home, report.job) };
  },
  refusal: (call) => (call.prepared === undefined ? noSuchJob(call.input.JobId) : undefined),
  inSlices: true,
  *entries(call, after) {
    const report = call.prepared;
    const subject = reportSubject(call);
    if (report === undefined || subject === undefined) return;
    const used = usesBy(subject, report.services, call.now);
    const grants = yield* subject.grants();
    for (const [service, name] of serviceNames) {
      yield PAUSE;
      if (after !== undefined && service <= after) continue;
      if (!grants.some((each) => each.service(service))) continue;
      const tracked = report.actions === undefined ? [] : yield* trackedActions(grants, service);
      const details = {
        ...serviceForm(call, subject, used.get(service)),
        ...(report.actions === undefined ? {} : actionForms(call, report.actions, subject, service, tracked)),
      };
      yield [service, { ServiceName: name, ServiceNamespace: service, ...details }];
    }
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

/**
 * Actions are told of the services that are served here: of others nobody here sees a call. Each may be compared with all
 * patterns of all policies: with policies that are made to be slow that is some 10 ms, and a second for all of IAM.
 */
function* trackedActions(grants: readonly Grants[], service: string): Slices<readonly string[]> {
  const tracked: string[] = [];
  for (const name of Object.keys(serviceOf(service)?.operations ?? {})) {
    if (grants.some((each) => each.action(`${service}:${name}`.toLowerCase()))) tracked.push(name);
    yield;
  }
  return tracked.sort();
}

function actionForms(
  call: Call<OperationId>,
  actions: readonly Use[],
  subject: Subject,
  service: string,
  tracked: readonly string[],
) {
  if (tracked.length === 0) return {};
  return {
    TrackedActionsLastAccessed: tracked.map((name) => {
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
