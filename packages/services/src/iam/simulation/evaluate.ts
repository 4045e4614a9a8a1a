import type { IamTypes } from "@portcullis/aws-model";
import {
  type Explanation,
  explain,
  type LayerName,
  type Outcome,
  type SourceDocument,
  type Span,
  type StatementReport,
  simulatorSpans,
} from "@portcullis/policy";
import { EVERYTHING } from "./resource-names.ts";
import type { Simulation } from "./simulation.ts";

export type Decision = IamTypes.PolicyEvaluationDecisionType;
export type Details = Readonly<Record<string, Decision>>;

/** What came of one action on one resource. */
export interface Evaluation {
  readonly resource: string;
  readonly decision: Decision;
  readonly statements: readonly IamTypes.Statement[];
  readonly missing: readonly string[];
  /** undefined: no policies of an organization took part. */
  readonly byOrganization: boolean | undefined;
  /** undefined: there is no boundary, or it was not come to. */
  readonly byBoundary: boolean | undefined;
  /** By type of policy, where caller and resource are of different accounts. */
  readonly details: Details | undefined;
}

const decisions: Readonly<Record<Outcome, Decision>> = {
  Allow: "allowed",
  ExplicitDeny: "explicitDeny",
  ImplicitDeny: "implicitDeny",
};

/** The model's enum has other words; these are what AWS answers with. */
const typeNames: ReadonlyMap<LayerName, string> = new Map([
  ["identity", "IAM Policy"],
  ["resource", "Resource Policy"],
  ["trust", "Resource Policy"],
  ["boundary", "Permissions Boundary Policy"],
]);

/** Where statements stand, worked out for the sets of which one is named. */
export type SpanOf = (report: StatementReport) => Span;

export function spansOf({ sets }: Simulation): SpanOf {
  const known = new Map<SourceDocument, readonly Span[]>();
  return ({ statement: { document, index } }) => {
    if (!known.has(document)) {
      const set = sets.find(({ documents }) => documents.includes(document));
      if (set === undefined) throw new Error("a statement of no set of the simulation");
      for (const [each, spans] of simulatorSpans(set)) known.set(each, spans);
    }
    return known.get(document)![index]!;
  };
}

/**
 * Asks the engine, and puts its explanation in AWS's form. Policies of an organization end the simulation where they
 * deny: what others say is not told then.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html
 */
export function evaluate(
  simulation: Simulation,
  spanOf: SpanOf,
  action: string,
  resource: string,
): Evaluation {
  const request = simulation.requestFor(action, resource);
  const explanation = explain(simulation.layersFor(resource), request);
  const decision = decisions[explanation.outcome];
  const ended = explanation.layer === "scp";
  const outcomes = new Map(explanation.layers.map(({ layer, outcome }) => [layer, outcome]));
  const boundary = ended ? undefined : outcomes.get("boundary");
  const crosses = resource !== EVERYTHING && request.resource.account !== simulation.caller.principal.account;
  const { ofOrganization, ofOthers } = simulation.missing;
  return {
    resource,
    decision,
    statements: ended ? [] : statementsOf(simulation, explanation, spanOf),
    missing: decision !== "implicitDeny" ? [] : ended ? ofOrganization : ofOthers,
    byOrganization: simulation.scps.length === 0 ? undefined : outcomes.get("scp") === "Allow",
    byBoundary: boundary === undefined ? undefined : boundary === "Allow",
    details: crosses && !ended ? detailsOf(outcomes) : undefined,
  };
}

/** AWS tells the statements that decide: the Denies of any policy, or the Allows of what grants. */
function statementsOf(
  { ids, sets }: Simulation,
  { outcome, statements }: Explanation,
  spanOf: SpanOf,
): readonly IamTypes.Statement[] {
  if (outcome === "ImplicitDeny") return [];
  const effect = outcome === "Allow" ? "Allow" : "Deny";
  const found = new Map<string, IamTypes.Statement>();
  for (const report of statements) {
    const { layer, matched, statement } = report;
    const type = typeNames.get(layer);
    const grants = effect === "Deny" || layer !== "boundary";
    if (!matched || report.effect !== effect || type === undefined || !grants) continue;
    const { document, index } = statement;
    // What stands in for the policies of resources is nobody's.
    if (document.source.name === "" || !sets.some(({ documents }) => documents.includes(document))) continue;
    for (const id of ids.get(document) ?? [document.source.name]) {
      const key = JSON.stringify([type, id, index]);
      if (!found.has(key)) found.set(key, statementForm(id, type, spanOf(report)));
    }
  }
  return [...found.values()];
}

function statementForm(id: string, type: string, { start, end }: Span): IamTypes.Statement {
  return {
    SourcePolicyId: id,
    SourcePolicyType: type as IamTypes.PolicySourceType,
    StartPosition: { Line: start.line, Column: start.column },
    EndPosition: { Line: end.line, Column: end.column },
  };
}

function detailsOf(outcomes: ReadonlyMap<LayerName, Outcome>): Details {
  const of = (...layers: readonly LayerName[]): Decision =>
    decisions[
      layers.map((layer) => outcomes.get(layer)).find((each) => each !== undefined) ?? "ImplicitDeny"
    ];
  return {
    ...(outcomes.has("boundary") ? { "Permissions Boundary Policy": of("boundary") } : {}),
    "IAM Policy": of("identity"),
    "Resource Policy": of("resource", "trust"),
  };
}
