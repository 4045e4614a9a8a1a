import { deniesReading } from "./check/finding.ts";
import { type CompiledDocument, type CompiledStatement, seal } from "./compiled.ts";
import { indexOf } from "./index/set-index.ts";
import { readPolicy } from "./language/read-policy.ts";
import { type ActionPatterns, compileAction } from "./match/action.ts";
import type { PolicySet, PolicyType, SourceDocument } from "./types.ts";

/**
 * Reads the documents of one holder (a user, a group, a role, a node of the organization, a session, a resource)
 * and makes them ready to decide. It never fails: a document that cannot be understood becomes one statement, at
 * index −1, that denies everything; `problemsOf` and `explain` say why.
 */
export function compile(type: PolicyType, documents: readonly SourceDocument[]): PolicySet {
  const patterns: ActionPatterns = new Map();
  const statements = documents.flatMap((document) => compileDocument(type, document, patterns));
  return seal(type, documents, { statements, index: indexOf(statements) });
}

function compileDocument(
  type: PolicyType,
  document: SourceDocument,
  patterns: ActionPatterns,
): readonly CompiledStatement[] {
  const { tree, problems } = readPolicy(type, document.text);
  if (tree === undefined || problems.some(deniesReading))
    return [unreadable({ type, document, variables: false })];
  const home: CompiledDocument = { type, document, variables: tree.variables };
  return tree.statements.map(({ effect, start, end, action }, index) => ({
    home,
    index,
    // One text for all, not one for each statement that was read.
    effect: effect === "Allow" ? "Allow" : "Deny",
    start,
    end,
    action: compileAction(action, effect, patterns),
    body: undefined,
  }));
}

function unreadable(home: CompiledDocument): CompiledStatement {
  const end = home.document.text.length;
  return { home, index: -1, effect: "Deny", start: 0, end, action: undefined, body: undefined };
}
