import { deniesReading } from "./check/finding.ts";
import { type CompiledStatement, seal } from "./compiled.ts";
import { indexOf } from "./index/set-index.ts";
import { readPolicy } from "./language/read-policy.ts";
import type { StatementTree } from "./language/tree.ts";
import { type ActionTest, compileAction } from "./match/action.ts";
import type { PolicySet, PolicyType, SourceDocument } from "./types.ts";

/**
 * Reads the documents of one holder (a user, a group, a role, a node of the organization, a session, a resource)
 * and makes them ready to decide. It never fails: a document that cannot be understood becomes one statement, at
 * index −1, that denies everything; `problemsOf` and `explain` say why.
 */
export function compile(type: PolicyType, documents: readonly SourceDocument[]): PolicySet {
  const actions = new Map<string, ActionTest>();
  const statements = documents.flatMap((document) => compileDocument(type, document, actions));
  return seal(type, documents, { statements, index: indexOf(statements) });
}

function compileDocument(
  type: PolicyType,
  document: SourceDocument,
  actions: Map<string, ActionTest>,
): readonly CompiledStatement[] {
  const { tree, problems } = readPolicy(type, document.text);
  if (tree === undefined || problems.some(deniesReading)) return [unreadable(type, document)];
  return tree.statements.map(({ sid, effect, start, end, action }, index) => ({
    type,
    document,
    index,
    sid: sid?.value,
    effect,
    start,
    end,
    variables: tree.variables,
    action: sharedAction(actions, action, effect),
    body: undefined,
    decision: undefined,
  }));
}

/** Statements of a set that list the same actions share one test, so that an action is looked up once for all. */
function sharedAction(
  actions: Map<string, ActionTest>,
  action: StatementTree["action"],
  effect: "Allow" | "Deny",
): ActionTest {
  const texts = action.values.map(({ value }) => value);
  const key = `${effect} ${action.negated} ${texts.join("\n")}`;
  let test = actions.get(key);
  if (test === undefined) {
    test = compileAction(action, effect);
    actions.set(key, test);
  }
  return test;
}

function unreadable(type: PolicyType, document: SourceDocument): CompiledStatement {
  return {
    type,
    document,
    index: -1,
    sid: undefined,
    effect: "Deny",
    start: 0,
    end: document.text.length,
    variables: false,
    action: undefined,
    body: undefined,
    decision: undefined,
  };
}
