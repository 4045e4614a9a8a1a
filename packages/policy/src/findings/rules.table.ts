import type { ConditionRule, PolicyRule, StatementRule } from "./rule.ts";
import { addressValues } from "./rules/address-values.ts";
import { anyValue } from "./rules/any-value.ts";
import { arnFields } from "./rules/arn-fields.ts";
import { audienceClaims } from "./rules/audience-claims.ts";
import { booleanValues } from "./rules/boolean-values.ts";
import { broadGrants } from "./rules/broad-grants.ts";
import { conditionValues } from "./rules/condition-values.ts";
import { documentCharacters } from "./rules/document-characters.ts";
import { emptyConditions } from "./rules/empty-conditions.ts";
import { keyOfActions } from "./rules/key-of-actions.ts";
import { keyTypes } from "./rules/key-types.ts";
import { keysOfServicePrincipals } from "./rules/keys-of-service-principals.ts";
import { knownActions } from "./rules/known-actions.ts";
import { knownKeys } from "./rules/known-keys.ts";
import { permissiveWildcards } from "./rules/permissive-wildcards.ts";
import { policySize } from "./rules/policy-size.ts";
import { principalReferences } from "./rules/principal-references.ts";
import { providerActions } from "./rules/provider-actions.ts";
import { providerConditions } from "./rules/provider-conditions.ts";
import { quantifiers } from "./rules/quantifiers.ts";
import { rcpConditions } from "./rules/rcp-conditions.ts";
import { rcpServices } from "./rules/rcp-services.ts";
import { redundantActions } from "./rules/redundant-actions.ts";
import { redundantNumbers } from "./rules/redundant-numbers.ts";
import { redundantPrincipals } from "./rules/redundant-principals.ts";
import { redundantResources } from "./rules/redundant-resources.ts";
import { redundantStatements } from "./rules/redundant-statements.ts";
import { regionValues } from "./rules/region-values.ts";
import { resourceArns } from "./rules/resource-arns.ts";
import { resourceOfKeyPolicy } from "./rules/resource-of-key-policy.ts";
import { rolesAnywhere } from "./rules/roles-anywhere.ts";
import { serviceKeyHabits } from "./rules/service-key-habits.ts";
import { servicePrincipalFormat } from "./rules/service-principal-format.ts";
import { sidValues } from "./rules/sid-values.ts";
import { tagKeysOfServices } from "./rules/tag-keys-of-services.ts";
import { trustActions } from "./rules/trust-actions.ts";
import { untrustworthyKeys } from "./rules/untrustworthy-keys.ts";
import { variablePlaces } from "./rules/variable-places.ts";
import { versionElement } from "./rules/version-element.ts";

export const policyRules: readonly PolicyRule[] = [
  documentCharacters,
  policySize,
  versionElement,
  redundantStatements,
  rolesAnywhere,
];

export const statementRules: readonly StatementRule[] = [
  arnFields,
  broadGrants,
  emptyConditions,
  keysOfServicePrincipals,
  knownActions,
  principalReferences,
  providerActions,
  providerConditions,
  rcpConditions,
  rcpServices,
  redundantActions,
  redundantPrincipals,
  redundantResources,
  resourceArns,
  resourceOfKeyPolicy,
  servicePrincipalFormat,
  sidValues,
  trustActions,
  variablePlaces,
];

export const conditionRules: readonly ConditionRule[] = [
  addressValues,
  anyValue,
  audienceClaims,
  booleanValues,
  conditionValues,
  keyOfActions,
  keyTypes,
  knownKeys,
  permissiveWildcards,
  quantifiers,
  redundantNumbers,
  regionValues,
  serviceKeyHabits,
  tagKeysOfServices,
  untrustworthyKeys,
];
