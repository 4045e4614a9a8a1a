import type { CompiledStatement } from "./compiled.ts";
import { type ConditionTest, compileCondition } from "./condition/condition.ts";
import { readPolicy } from "./language/read-policy.ts";
import type { StatementTree } from "./language/tree.ts";
import { compilePrincipal, type PrincipalTest } from "./match/principal.ts";
import { compileResource, type ResourceTest } from "./match/resource.ts";

/** What a statement says beside its actions, ready to be matched. */
export interface StatementBody {
  /** Undefined: every resource that the policy is on. */
  readonly resource: ResourceTest | undefined;
  readonly principal: PrincipalTest | undefined;
  readonly conditions: readonly ConditionTest[];
}

/** Undefined where the document could not be understood: the statement matches every request. */
export function bodyOf(statement: CompiledStatement): StatementBody | undefined {
  if (statement.index < 0) return undefined;
  statement.body ??= compileBody(statement);
  return statement.body;
}

function compileBody(statement: CompiledStatement): StatementBody {
  const { type, document, effect, variables } = statement;
  const { resource, principal, conditions } = readAgain(statement);
  return {
    resource: resource && compileResource(type, resource, effect, variables),
    principal: principal && compilePrincipal(principal, document.principalIds),
    conditions: conditions.map((condition) => compileCondition(condition, effect, variables)),
  };
}

/** The text was understood when the set was compiled; only its place was kept. */
function readAgain({ type, document, start, end }: CompiledStatement): StatementTree {
  const text = `{"Version":"2012-10-17","Statement":${document.text.slice(start, end)}}`;
  const statement = readPolicy(type, text).tree?.statements[0];
  // INVARIANT: what reads in its document reads by itself. Were it not so, the request must fail, not pass.
  if (statement === undefined) throw new Error("a statement that was compiled cannot be read again");
  return statement;
}
