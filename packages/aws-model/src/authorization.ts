/** AWS's service authorization reference for all services, as a value. */
import type { AuthorizationRow, AuthorizationTable } from "./authorization-table.ts";

export interface AuthorizationAction {
  readonly name: string;
  readonly resourceTypes: readonly string[];
  readonly conditionKeys: readonly string[];
}

export interface AuthorizationResourceType {
  readonly name: string;
  /** With placeholders: `arn:${Partition}:s3:::${BucketName}`. */
  readonly arnFormats: readonly string[];
  readonly conditionKeys: readonly string[];
}

export interface AuthorizationKey {
  readonly name: string;
  /** `String`, `ARN`, `Numeric`, `Bool`, `Date`, `IPAddress`, or `ArrayOf…` one of these. */
  readonly type: string;
}

/** Actions and keys by their names in lower case. */
export interface AuthorizationService {
  readonly actions: ReadonlyMap<string, AuthorizationAction>;
  readonly resourceTypes: ReadonlyMap<string, AuthorizationResourceType>;
  readonly conditionKeys: ReadonlyMap<string, AuthorizationKey>;
}

/** Everything that policies can name. A service is taken apart when it is first asked for. */
export interface AuthorizationCatalog {
  service(prefix: string): AuthorizationService | undefined;
  readonly prefixes: readonly string[];
  arnFormats(vendor: string): readonly string[];
  ownersOfKeys(prefix: string): readonly string[];
  readonly guardedServices: ReadonlySet<string>;
}

let loaded: Promise<AuthorizationCatalog> | undefined;

/**
 * The catalog of all of AWS's services; prefixes are in lower case. Its file is read at the first call, for a
 * server has no use for it.
 */
export async function awsAuthorization(): Promise<AuthorizationCatalog> {
  loaded ??= import("./generated/authorization.json", { with: { type: "json" } }).then(({ default: table }) =>
    catalogOf(table as unknown as AuthorizationTable),
  );
  return loaded;
}

function catalogOf(table: AuthorizationTable): AuthorizationCatalog {
  const rows = new Map(Object.entries(table.services));
  const vendors = new Map(Object.entries(table.vendors));
  const keyPrefixes = new Map(Object.entries(table.keyPrefixes));
  const services = new Map<string, AuthorizationService>();
  const formats = new Map<string, readonly string[]>();
  const service = (prefix: string): AuthorizationService | undefined => {
    const known = services.get(prefix);
    const row = rows.get(prefix);
    if (known !== undefined || row === undefined) return known;
    const read = serviceOf(row);
    services.set(prefix, read);
    return read;
  };
  const formatsOf = (vendor: string): readonly string[] =>
    [vendor, ...(vendors.get(vendor) ?? [])]
      .flatMap((name) => [...(service(name)?.resourceTypes.values() ?? [])])
      .flatMap(({ arnFormats }) => arnFormats)
      .filter((format) => [vendor, "${Vendor}"].includes(format.split(":")[2] ?? ""));
  return {
    service,
    prefixes: [...rows.keys()],
    arnFormats: (vendor) => {
      const known = formats.get(vendor) ?? formatsOf(vendor);
      if (rows.has(vendor) || vendors.has(vendor)) formats.set(vendor, known);
      return known;
    },
    ownersOfKeys: (prefix) => keyPrefixes.get(prefix) ?? [],
    guardedServices: new Set(table.guarded),
  };
}

function serviceOf(row: AuthorizationRow): AuthorizationService {
  const [keyPart = "", typePart = "", actionPart = ""] = row.split("\n");
  const keys = split(keyPart).map((text): AuthorizationKey => {
    const [name = "", type = ""] = text.split("|");
    return { name, type };
  });
  const keyNames = keys.map(({ name }) => name);
  const types = split(typePart).map((text): AuthorizationResourceType => {
    const [name = "", formats = "", numbers = ""] = text.split("|");
    return { name, arnFormats: formats.split(", "), conditionKeys: named(numbers, keyNames) };
  });
  const typeNames = types.map(({ name }) => name);
  const actions = split(actionPart).map((text): AuthorizationAction => {
    const [name = "", typeNumbers = "", keyNumbers = ""] = text.split("|");
    return { name, resourceTypes: named(typeNumbers, typeNames), conditionKeys: named(keyNumbers, keyNames) };
  });
  const byLowerName = <T extends { readonly name: string }>(items: readonly T[]) =>
    new Map(items.map((item) => [item.name.toLowerCase(), item]));
  return {
    actions: byLowerName(actions),
    resourceTypes: new Map(types.map((type) => [type.name, type])),
    conditionKeys: byLowerName(keys),
  };
}

function split(part: string): string[] {
  return part === "" ? [] : part.split(";");
}

function named(numbers: string, names: readonly string[]): readonly string[] {
  return numbers === "-" ? [] : numbers.split(",").map((number) => names[Number(number)]!);
}
