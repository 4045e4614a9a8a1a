/** AWS's service authorization reference for the services of this package, as a value. */
import table from "./generated/catalog.json" with { type: "json" };
import type { ServiceId } from "./types.ts";

export interface CatalogAction {
  readonly name: string;
  readonly accessLevel: string;
  /** None: the action has no resource-level support and is authorized on `*`. */
  readonly resourceTypes: readonly string[];
  readonly conditionKeys: readonly string[];
}

export interface CatalogResourceType {
  readonly name: string;
  /** With placeholders: `arn:${Partition}:iam::${Account}:user/${UserNameWithPath}`. */
  readonly arnFormat: string;
  readonly conditionKeys: readonly string[];
}

export type ConditionKeyType =
  | "String"
  | "ArrayOfString"
  | "ARN"
  | "ArrayOfARN"
  | "Numeric"
  | "Bool"
  | "Date";

export interface CatalogConditionKey {
  /** As the reference spells it, placeholders included: `aws:RequestTag/${TagKey}`. */
  readonly name: string;
  readonly type: ConditionKeyType;
}

/** Actions and keys by their names in lower case, as both are matched without regard to case. */
export interface ServiceCatalog {
  readonly actions: ReadonlyMap<string, CatalogAction>;
  readonly resourceTypes: ReadonlyMap<string, CatalogResourceType>;
  readonly conditionKeys: ReadonlyMap<string, CatalogConditionKey>;
}

/** The form of catalog.json. */
export interface CatalogTable {
  readonly actions: Readonly<
    Record<string, readonly [accessLevel: string, types: readonly string[], keys: readonly string[]]>
  >;
  readonly resourceTypes: Readonly<Record<string, readonly [arnFormat: string, keys: readonly string[]]>>;
  readonly conditionKeys: Readonly<Record<string, ConditionKeyType>>;
}

const tables = table as unknown as Readonly<Record<ServiceId, CatalogTable>>;
const catalogs = new Map<ServiceId, ServiceCatalog>();

/** The catalog of one service, read on first use. */
export function catalog(service: ServiceId): ServiceCatalog {
  let read = catalogs.get(service);
  if (read === undefined) {
    read = readCatalog(tables[service]);
    catalogs.set(service, read);
  }
  return read;
}

function readCatalog({ actions, resourceTypes, conditionKeys }: CatalogTable): ServiceCatalog {
  return {
    actions: new Map(
      Object.entries(actions).map(([name, [accessLevel, types, keys]]) => [
        name.toLowerCase(),
        { name, accessLevel, resourceTypes: types, conditionKeys: keys },
      ]),
    ),
    resourceTypes: new Map(
      Object.entries(resourceTypes).map(([name, [arnFormat, keys]]) => [
        name,
        { name, arnFormat, conditionKeys: keys },
      ]),
    ),
    conditionKeys: new Map(
      Object.entries(conditionKeys).map(([name, type]) => [name.toLowerCase(), { name, type }]),
    ),
  };
}
