import { serviceNames } from "@portcullis/aws-model";
import { foldName, SEPARATOR } from "@portcullis/directory";
import { listOperation, pagesOf } from "../../framework/list-operation.ts";
import { entityArn, findReport, jobForm, noSuchJob, reportSubject, usesBy } from "./access-report.ts";

const TYPES = { user: "USER", role: "ROLE" } as const;

/**
 * Everybody who could have used a service by what the report is about, whoever used it last first.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetailsWithEntities.html
 */
export const getServiceLastAccessedDetailsWithEntities = listOperation(
  "iam:GetServiceLastAccessedDetailsWithEntities",
  {
    pages: pagesOf("EntityDetailsList"),
    prepare: ({ input, caller }, powers) => findReport(powers, caller, input.JobId),
    refusal(call) {
      const { JobId, ServiceNamespace: service } = call.input;
      if (call.prepared === undefined) return noSuchJob(JobId);
      // Spelt as AWS spells it.
      return serviceNames.has(service.toLowerCase())
        ? undefined
        : call.fail("InvalidInput", `Service namepace ${service} is either invalid or unsupported.`);
    },
    inSlices: true,
    *entries(call, after) {
      const service = call.input.ServiceNamespace.toLowerCase();
      const subject = reportSubject(call);
      if (call.prepared === undefined || subject === undefined) return;
      if (!(yield* subject.grants()).some((grants) => grants.service(service))) return;
      const uses = usesBy(subject, call.prepared.services, call.now).get(service);
      yield* subject.entities
        .map((entity) => {
          const { kind, id, name, path } = entity;
          const time = uses?.get(id)?.time;
          const EntityInfo = {
            Arn: entityArn(call, entity),
            Name: name,
            Type: TYPES[kind],
            Id: id,
            Path: path,
          };
          const item = { EntityInfo, ...(time === undefined ? {} : { LastAuthenticated: time }) };
          return [placeOf(time, foldName(name), id), item] as const;
        })
        .filter(([key]) => after === undefined || key > after)
        .sort(([a], [b]) => (a < b ? -1 : 1));
    },
    beside: (call) => (call.prepared === undefined ? {} : jobForm(call.prepared.job, reportSubject(call))),
  },
);

/** The newest first, then those who never used it, by name. */
function placeOf(time: number | undefined, name: string, id: string): string {
  const age = Number.MAX_SAFE_INTEGER - (time ?? 0);
  return String(age).padStart(16, "0") + SEPARATOR + name + SEPARATOR + id;
}
