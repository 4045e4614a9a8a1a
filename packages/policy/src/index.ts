export { type CaseReader, type CaseResult, caseReader, type DecisionCase, readCases } from "./cases.ts";
export { type CheckOptions, check, LONGEST_DOCUMENT } from "./check/check.ts";
export type { Finding } from "./check/finding.ts";
export type { FindingCode } from "./check/findings.table.ts";
export { type PrincipalEntryText, principalEntriesOf, principalsOf } from "./check/principals-of.ts";
export { reasonOf } from "./combine/reason.ts";
export { compile } from "./compile.ts";
export { readsAs, type ValueKind } from "./condition/context-value.ts";
export { contextKeysOf, resourcePatternsOf } from "./context-keys.ts";
export { decide } from "./decide.ts";
export { type Effort, effortOf, isUnderstood } from "./effort.ts";
export { explain } from "./explain.ts";
export type {
  Catalog,
  CatalogAction,
  CatalogKey,
  CatalogResourceType,
  CatalogService,
} from "./findings/catalog.ts";
export { type DiagnoseOptions, type Diagnostic, diagnose } from "./findings/diagnose.ts";
export { guessType } from "./findings/guess-type.ts";
export type { Edit, Severity } from "./findings/issue.ts";
export { type Issue, issues } from "./findings/issues.ts";
export { mergeCatalogs } from "./findings/merge-catalogs.ts";
export { type ReferenceResult, readServiceReference } from "./findings/service-reference.ts";
export { type Grants, grantsOf } from "./grants-of.ts";
export { problemsOf } from "./problems-of.ts";
export { type Span, simulatorSpans } from "./simulator-spans.ts";
export { type Position, positionAt, sizeWithoutWhitespace } from "./text/position.ts";
export {
  type Context,
  type ContextValue,
  type Decision,
  type Explanation,
  type LayerName,
  type Layers,
  type Level,
  type Outcome,
  type PolicySet,
  type PolicySource,
  type PolicyType,
  type Principal,
  policyTypes,
  type Request,
  type SourceDocument,
  type StatementPart,
  type StatementRef,
  type StatementReport,
  UNKNOWN,
} from "./types.ts";
