import { deniesReading } from "./check/finding.ts";
import { LAYER_OF } from "./combine/layer-names.table.ts";
import { type CompiledSet, type CompiledStatement, seal } from "./compiled.ts";
import { compileCondition } from "./condition/condition.ts";
import { readPolicy } from "./language/read-policy.ts";
import type { PolicyTree, StatementTree } from "./language/tree.ts";
import { compileAction } from "./match/action.ts";
import { compilePrincipal } from "./match/principal.ts";
import { compileResource } from "./match/resource.ts";
import { indexByService } from "./service-index.ts";
import type { PolicySet, PolicyType, SourceDocument, StatementRef } from "./types.ts";

/**
 * Reads the documents of one holder (a user, a group, a role, a node of the organization, a session, a resource)
 * and makes them ready to decide. It never fails: a document that cannot be understood becomes one statement, at
 * index −1, that denies everything; `problemsOf` and `explain` say why.
 */
export function compile(type: PolicyType, documents: readonly SourceDocument[]): PolicySet {
  const statements = documents.flatMap((document) => compileDocument(type, document));
  const set: CompiledSet = {
    type,
    documents,
    statements,
    index: indexByService(statements),
  };
  return seal(set);
}

function compileDocument(type: PolicyType, document: SourceDocument): readonly CompiledStatement[] {
  const { tree, problems } = readPolicy(type, document.text);
  if (tree === undefined || problems.some(deniesReading)) return [unreadable(type, document)];
  return tree.statements.map((statement, index) => compileStatement(type, document, tree, statement, index));
}

function unreadable(type: PolicyType, document: SourceDocument): CompiledStatement {
  const ref: StatementRef = { document, index: -1, sid: undefined };
  return {
    ref,
    effect: "Deny",
    start: 0,
    end: document.text.length,
    body: undefined,
    decision: decisionOf(type, "Deny", ref),
  };
}

function compileStatement(
  type: PolicyType,
  document: SourceDocument,
  tree: PolicyTree,
  statement: StatementTree,
  index: number,
): CompiledStatement {
  const { effect, start, end, action, resource, principal, conditions } = statement;
  const { variables } = tree;
  const ref: StatementRef = { document, index, sid: statement.sid?.value };
  return {
    ref,
    effect,
    start,
    end,
    body: {
      action: compileAction(action, effect),
      resource: resource && compileResource(type, resource, effect, variables),
      principal: principal && compilePrincipal(principal, document.principalIds),
      conditions: conditions.map((condition) => compileCondition(condition, effect, variables)),
    },
    decision: decisionOf(type, effect, ref),
  };
}

function decisionOf(
  type: PolicyType,
  effect: "Allow" | "Deny",
  statement: StatementRef,
): CompiledStatement["decision"] {
  return effect === "Allow"
    ? { outcome: "Allow", layer: undefined, statement, unknownKeys: [] }
    : { outcome: "ExplicitDeny", layer: LAYER_OF[type], statement, unknownKeys: [] };
}
