/** The models of the services, by id and by the name that a credential scope carries. */
import cloudtrail from "./generated/cloudtrail.json" with { type: "json" };
import iam from "./generated/iam.json" with { type: "json" };
import organizations from "./generated/organizations.json" with { type: "json" };
import patternTables from "./generated/patterns.json" with { type: "json" };
import portcullis from "./generated/portcullis.json" with { type: "json" };
import sts from "./generated/sts.json" with { type: "json" };
import type { PatternTable } from "./matcher.ts";
import { readService } from "./reader.ts";
import type { ServiceTable } from "./table.ts";
import type { AwsServiceId, Operation, OwnServiceId, ServiceId, ServiceModel } from "./types.ts";

const tables = { iam, sts, organizations, cloudtrail, portcullis } as unknown as Readonly<
  Record<ServiceId, ServiceTable>
>;
const patterns = patternTables.patterns as unknown as Readonly<Record<string, PatternTable>>;

export const awsServiceIds: readonly AwsServiceId[] = ["iam", "sts", "organizations", "cloudtrail"];
export const ownServiceIds: readonly OwnServiceId[] = ["portcullis"];
export const serviceIds: readonly ServiceId[] = [...awsServiceIds, ...ownServiceIds];

/** Every service's model, by id (null prototype); a model is read on first use and then kept. */
export const services: Readonly<Record<ServiceId, ServiceModel>> = lazily();

const bySigningName = new Map(serviceIds.map((id) => [tables[id].signingName, id]));

/** The service that a credential scope names (`iam`, `sts`, …), or undefined. Case matters, as in a scope. */
export function serviceOf(signingName: string): ServiceModel | undefined {
  const id = bySigningName.get(signingName);
  return id === undefined ? undefined : services[id];
}

/** The operation of that exact name, or undefined. */
export function operation(service: ServiceId, name: string): Operation | undefined {
  return services[service].operations[name];
}

function lazily(): Readonly<Record<ServiceId, ServiceModel>> {
  const models = Object.create(null);
  for (const id of serviceIds) {
    let model: ServiceModel | undefined;
    Object.defineProperty(models, id, {
      enumerable: true,
      get: () => (model ??= readService(tables[id], patterns)),
    });
  }
  return Object.freeze(models);
}
