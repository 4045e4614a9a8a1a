import type { IamTypes } from "@portcullis/aws-model";
import type { Decision, Details, Evaluation } from "./evaluate.ts";
import { EVERYTHING, resultName } from "./resource-names.ts";

/**
 * One result for each action. Where resources are named it has what came of each of them, and sums it up: it is allowed
 * where all are.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html
 */
export function resultForm(action: string, evaluations: readonly Evaluation[]): IamTypes.EvaluationResult {
  const named = evaluations.filter(({ resource }) => resource !== EVERYTHING);
  return {
    EvalActionName: action,
    EvalResourceName: resultName(
      action,
      evaluations.map(({ resource }) => resource),
    ),
    EvalDecision: worst(evaluations.map(({ decision }) => decision)),
    MatchedStatements: distinct(evaluations.flatMap(({ statements }) => statements)),
    // Of a named resource they are told with it, and only there.
    MissingContextValues: named.length === 0 ? (evaluations[0]?.missing ?? []) : [],
    ...organizationForm(evaluations.map(({ byOrganization }) => byOrganization)),
    ...boundaryForm(evaluations.map(({ byBoundary }) => byBoundary)),
    ...(named.length === 0
      ? {}
      : { ...detailsForm(named), ResourceSpecificResults: named.map(resourceForm) }),
  };
}

/** AWS leaves out here what is empty. */
function resourceForm(evaluation: Evaluation): IamTypes.ResourceSpecificResult {
  const { resource, decision, statements, missing, byBoundary, details } = evaluation;
  return {
    EvalResourceName: resource,
    EvalResourceDecision: decision,
    ...(statements.length === 0 ? {} : { MatchedStatements: statements }),
    ...(missing.length === 0 ? {} : { MissingContextValues: missing }),
    ...boundaryForm([byBoundary]),
    ...(details === undefined ? {} : { EvalDecisionDetails: details }),
  };
}

const severity: readonly Decision[] = ["explicitDeny", "implicitDeny", "allowed"];

function worst(decisions: readonly Decision[]): Decision {
  return severity.find((each) => decisions.includes(each)) ?? "implicitDeny";
}

function distinct(statements: readonly IamTypes.Statement[]): readonly IamTypes.Statement[] {
  return [...new Map(statements.map((each) => [JSON.stringify(each), each])).values()];
}

/** Said of an action in one account too, but then there is nothing in it; gone where an organization ended it all. */
function detailsForm(evaluations: readonly Evaluation[]): { readonly EvalDecisionDetails?: Details } {
  const several = evaluations.flatMap(({ details }) => (details === undefined ? [] : [details]));
  const names = new Set(several.flatMap((details) => Object.keys(details)));
  return {
    EvalDecisionDetails: Object.fromEntries(
      [...names].map((name) => [name, worst(several.flatMap((details) => details[name] ?? []))]),
    ),
  };
}

function organizationForm(allowed: readonly (boolean | undefined)[]) {
  if (allowed.every((each) => each === undefined)) return {};
  return { OrganizationsDecisionDetail: { AllowedByOrganizations: !allowed.includes(false) } };
}

function boundaryForm(allowed: readonly (boolean | undefined)[]) {
  if (allowed.every((each) => each === undefined)) return {};
  return { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: !allowed.includes(false) } };
}
