import type { CompiledStatement } from "./compiled.ts";
import { type ConditionTest, compileCondition } from "./condition/condition.ts";
import { isWhole, readStatement } from "./language/read-statement.ts";
import type { StatementTree } from "./language/tree.ts";
import { compilePrincipal, type PrincipalTest } from "./match/principal.ts";
import { compileResource, type ResourceTest } from "./match/resource.ts";
import { readJson } from "./text/json-reader.ts";
import { shortList } from "./text/short-list.ts";
import type { Decision } from "./types.ts";

/** What a statement says beside its actions, ready to be matched. */
export interface StatementBody {
  readonly sid: string | undefined;
  /** The document could not be understood: nothing else here counts. */
  readonly unreadable: boolean;
  /** Undefined: every resource that the policy is on. */
  readonly resource: ResourceTest | undefined;
  readonly principal: PrincipalTest | undefined;
  readonly conditions: readonly ConditionTest[];
  /** Filled by `decisionOf`. */
  decision: Decision | undefined;
}

export function bodyOf(statement: CompiledStatement): StatementBody {
  statement.body ??= statement.index < 0 ? unreadableBody() : compileBody(statement);
  return statement.body;
}

function unreadableBody(): StatementBody {
  return {
    sid: undefined,
    unreadable: true,
    resource: undefined,
    principal: undefined,
    conditions: [],
    decision: undefined,
  };
}

function compileBody(statement: CompiledStatement): StatementBody {
  const { effect, home } = statement;
  const { type, document, variables } = home;
  const { sid, resource, principal, conditions } = readAgain(statement);
  return {
    sid: sid?.value,
    unreadable: false,
    resource: resource && compileResource(type, resource, effect, variables),
    principal: principal && compilePrincipal(principal, document.principalIds),
    conditions: shortList(conditions.map((condition) => compileCondition(condition, effect, variables))),
    decision: undefined,
  };
}

/** The text was understood when the set was compiled; only its place was kept. */
export function readAgain({ home: { type, document }, start, end }: CompiledStatement): StatementTree {
  // A piece of the document's own text: what is kept of it takes no room of its own.
  const json = readJson(document.text.slice(start, end));
  const draft = json.ok && json.root.kind === "object" ? readStatement(type, json.root, ignore) : undefined;
  // INVARIANT: what reads in its document reads by itself. Were it not so, the request must fail, not pass.
  if (draft === undefined || !isWhole(draft))
    throw new Error("a statement that was compiled cannot be read again");
  return draft;
}

function ignore(): void {}
