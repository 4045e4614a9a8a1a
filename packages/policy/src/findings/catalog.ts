/** What is known of services: AWS's own, or anyone's in the format of AWS's service reference. A value, passed in. */
export interface Catalog {
  /** By the prefix of its actions, in lower case. */
  service(prefix: string): CatalogService | undefined;
  /** Prefixes of all services, lower case. */
  readonly prefixes: Iterable<string>;
  /** How ARNs look whose third part is `vendor`, of whatever service's; empty where no service has such ARNs. */
  arnFormats(vendor: string): readonly string[];
  /** Services that have condition keys with a prefix which is not their own (`saml`, `identitycenter`). */
  ownersOfKeys(prefix: string): readonly string[];
  /** Services that resource control policies may name, lower case; empty where that is not known. */
  readonly guardedServices: ReadonlySet<string>;
}

/** Actions and keys by their names in lower case. */
export interface CatalogService {
  readonly actions: ReadonlyMap<string, CatalogAction>;
  /** By name. */
  readonly resourceTypes: ReadonlyMap<string, CatalogResourceType>;
  readonly conditionKeys: ReadonlyMap<string, CatalogKey>;
}

export interface CatalogAction {
  readonly name: string;
  readonly resourceTypes: readonly string[];
  readonly conditionKeys: readonly string[];
}

export interface CatalogResourceType {
  readonly name: string;
  /** With placeholders: `arn:${Partition}:s3:::${BucketName}`. */
  readonly arnFormats: readonly string[];
  readonly conditionKeys: readonly string[];
}

export interface CatalogKey {
  /** With placeholders: `aws:RequestTag/${TagKey}`. */
  readonly name: string;
  /** `String`, `ARN`, `Numeric`, `Bool`, `Date`, `IPAddress`, …; `ArrayOf…` for keys of several values. */
  readonly type: string;
}
