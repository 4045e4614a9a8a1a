import { EPHEMERAL_ACCOUNT } from "../server.ts";
import { type ErrorTable, never, refused } from "./row.ts";

const taken = { AccountAlias: "alias-of-123456789012" };
const free = { AccountAlias: "alias-of-nobody" };
const outside = {
  AccountNotManagementOrDelegatedAdministratorException: never("has no organization"),
  OrganizationNotFoundException: refused(
    {},
    "The request was rejected because no organization is associated with your account.",
  ),
  OrganizationNotInAllFeaturesModeException: never("has no organization"),
  ServiceAccessNotEnabledException: never("has no organization"),
} as const;
const outsideToo = {
  ...outside,
  CallerIsNotManagementAccountException: never("has no organization"),
} as const;

export const account = {
  CreateAccountAlias: {
    EntityAlreadyExists: refused(taken, "The account alias alias-of-123456789012 already exists."),
    LimitExceeded: never("takes the place"),
  },
  DeleteAccountAlias: {
    LimitExceeded: never("takes away"),
    NoSuchEntity: refused(free, "The account alias alias-of-nobody cannot be found."),
  },
  ListAccountAliases: {},
  GetAccountSummary: {},
  SetSecurityTokenServicePreferences: {},
  DisableOrganizationsRootCredentialsManagement: outside,
  DisableOrganizationsRootSessions: outside,
  EnableOrganizationsRootCredentialsManagement: outsideToo,
  EnableOrganizationsRootSessions: outsideToo,
  ListOrganizationsFeatures: outside,
  GetOutboundWebIdentityFederationInfo: {
    FeatureDisabled: refused(
      undefined as never,
      `Outbound identity federation is disabled for account ${EPHEMERAL_ACCOUNT}`,
    ),
  },
  EnableOutboundWebIdentityFederation: {
    FeatureEnabled: refused(
      undefined as never,
      `Outbound identity federation is already enabled for account ${EPHEMERAL_ACCOUNT}`,
      { in: "issuing" },
    ),
  },
  DisableOutboundWebIdentityFederation: {
    FeatureDisabled: refused(
      undefined as never,
      `Outbound identity federation is already disabled for account ${EPHEMERAL_ACCOUNT}`,
    ),
  },
} satisfies Partial<ErrorTable>;
