import type * as CloudTrailTypes from "./generated/cloudtrail.types.ts";
import type * as IamTypes from "./generated/iam.types.ts";
import type * as OrganizationsTypes from "./generated/organizations.types.ts";
import type * as PortcullisTypes from "./generated/portcullis.types.ts";
import type * as StsTypes from "./generated/sts.types.ts";

export type {
  AuthorizationAction,
  AuthorizationCatalog,
  AuthorizationKey,
  AuthorizationResourceType,
  AuthorizationService,
} from "./authorization.ts";
export { awsAuthorization } from "./authorization.ts";
export type {
  CatalogAction,
  CatalogConditionKey,
  CatalogResourceType,
  ConditionKeyType,
  ServiceCatalog,
} from "./catalog.ts";
export { catalog } from "./catalog.ts";
export type { DependentAction, Guard } from "./guards.ts";
export { guardOf } from "./guards.ts";
export type { ManagedPolicy } from "./managed-policies.ts";
export { managedPolicies, managedPolicy } from "./managed-policies.ts";
export { serviceNames } from "./service-names.ts";
export { awsServiceIds, operation, ownServiceIds, serviceIds, serviceOf, services } from "./services.ts";
export type {
  AwsServiceId,
  ErrorShape,
  ListShape,
  MapShape,
  Member,
  NumberShape,
  Operation,
  OwnServiceId,
  Pagination,
  PlainShape,
  ServiceId,
  ServiceModel,
  Shape,
  StringShape,
  StructureShape,
} from "./types.ts";

export type Iam = IamTypes.Iam;
export type Sts = StsTypes.Sts;
export type Organizations = OrganizationsTypes.Organizations;
export type CloudTrail = CloudTrailTypes.CloudTrail;
export type Portcullis = PortcullisTypes.Portcullis;

/** The typed operations of each service: `Services["iam"]["CreateUser"]["input"]`. */
export interface Services {
  readonly iam: Iam;
  readonly sts: Sts;
  readonly organizations: Organizations;
  readonly cloudtrail: CloudTrail;
  readonly portcullis: Portcullis;
}

/** The named shapes of each service: `IamTypes.User`. */
export type { CloudTrailTypes, IamTypes, OrganizationsTypes, PortcullisTypes, StsTypes };
