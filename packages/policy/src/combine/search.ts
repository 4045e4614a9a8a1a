import { type CompiledStatement, insideOf } from "../compiled.ts";
import type { Candidates, Row } from "../index/candidates.ts";
import type { PrefixTree } from "../index/prefix-tree.ts";
import { type ForAction, forAction } from "../index/set-index.ts";
import { MAYBE, YES } from "../match/truth.ts";
import type { PolicySet, Principal } from "../types.ts";
import { REACH } from "./combination.table.ts";
import { matchRow } from "./match-statement.ts";
import type { Plan } from "./plan.ts";
import { reachOf } from "./reach.ts";

/** What the Allows of a resource's policy have given so far; the furthest reach counts. */
export interface Grant {
  reach: number;
  statement: CompiledStatement | undefined;
}

export function forPlan(set: PolicySet, plan: Plan): ForAction {
  return forAction(insideOf(set).index, plan.action.written, plan.action);
}

/**
 * A statement among the candidates that applies. One that hangs on an unknown key is remembered in the plan; where
 * the plan is hopeful it applies. `grant`: goes on for the Allow that reaches furthest, and puts it there.
 */
export function search(candidates: Candidates, plan: Plan, grant?: Grant): CompiledStatement | undefined {
  const { rows, index } = candidates;
  if (index === undefined) return rows.length === 0 ? undefined : searchRows(rows, plan, grant);
  const found = searchTree(index.general, plan, grant);
  if (found !== undefined || index.byPrincipal.size === 0) return found;
  return searchNamed(index.byPrincipal, plan.principal, plan, grant);
}

function searchRows(
  rows: readonly Row[],
  plan: Plan,
  grant: Grant | undefined,
): CompiledStatement | undefined {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const reach = grant === undefined ? 0 : reachOf(row.statement.home.type, row.body, plan);
    if (grant !== undefined && reach <= grant.reach) continue;
    const truth = matchRow(row, plan);
    if (truth === MAYBE) {
      plan.doubtful ??= row.statement;
      if (!plan.hopeful) continue;
    } else if (truth !== YES) continue;
    if (grant === undefined) return row.statement;
    grant.reach = reach;
    grant.statement = row.statement;
    if (reach === REACH.alone) return row.statement;
  }
  return undefined;
}

/** Along the resource: every row that it passes begins as the resource does. */
function searchTree(tree: PrefixTree, plan: Plan, grant: Grant | undefined): CompiledStatement | undefined {
  const { resource } = plan;
  let node = tree;
  for (let at = 0; ; ) {
    if (node.rows.length > 0) {
      const found = searchRows(node.rows, plan, grant);
      if (found !== undefined) return found;
    }
    const child = at < resource.length ? node.children?.get(resource.charCodeAt(at)) : undefined;
    if (child === undefined || !resource.startsWith(child.label, at)) return undefined;
    at += child.label.length;
    node = child;
  }
}

type ByPrincipal = ReadonlyMap<string, PrefixTree>;

function searchNamed(by: ByPrincipal, principal: Principal, plan: Plan, grant: Grant | undefined) {
  switch (principal.kind) {
    case "anonymous":
      return undefined;
    case "service":
      return searchOf(by, principal.name, plan, grant);
    case "web-identity":
    case "saml":
      return searchOf(by, principal.provider, plan, grant);
    case "root":
      return searchOf(by, principal.account, plan, grant);
    case "user":
      return (
        searchOf(by, principal.arn, plan, grant) ??
        searchOf(by, principal.id, plan, grant) ??
        searchOf(by, principal.account, plan, grant)
      );
    case "role-session":
    case "federated-user":
      return (
        searchOf(
          by,
          principal.kind === "role-session" ? principal.roleArn : principal.userArn,
          plan,
          grant,
        ) ??
        searchOf(by, principal.arn, plan, grant) ??
        searchOf(by, principal.id, plan, grant) ??
        searchOf(by, principal.account, plan, grant)
      );
  }
}

function searchOf(by: ByPrincipal, name: string, plan: Plan, grant: Grant | undefined) {
  const tree = by.get(name);
  return tree && searchTree(tree, plan, grant);
}
