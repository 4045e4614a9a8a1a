import type { CompiledStatement } from "../compiled.ts";
import type { ResourcePattern } from "../match/resource.ts";
import { bodyOf, type StatementBody } from "../statement-body.ts";
import { type PrefixTree, prefixTreeOf } from "./prefix-tree.ts";

/** One thing to try: a statement, through one of the patterns of its Resource. */
export interface Row {
  readonly statement: CompiledStatement;
  readonly body: StatementBody;
  /** Undefined: the resource is for the whole statement to say (NotResource, or none). */
  readonly pattern: ResourcePattern | undefined;
}

/** The statements of one effect that apply to an action. Few are tried one after another, many are indexed. */
export interface Candidates {
  readonly rows: readonly Row[];
  readonly index: CandidateIndex | undefined;
}

/** INVARIANT: an index leaves out only what cannot match; whatever it gives is still matched whole. */
export interface CandidateIndex {
  /** Rows that name everyone, nobody, or somebody by a negation. */
  readonly general: PrefixTree;
  /** Rows by the accounts, ARNs, ids, services and providers that they name. */
  readonly byPrincipal: ReadonlyMap<string, PrefixTree>;
}

const FEW = 8;
const NONE: Candidates = { rows: [], index: undefined };

export function candidatesOf(statements: readonly CompiledStatement[]): Candidates {
  if (statements.length === 0) return NONE;
  const rows = statements.flatMap(rowsOf);
  return rows.length <= FEW ? { rows, index: undefined } : { rows, index: indexRows(rows) };
}

function rowsOf(statement: CompiledStatement): readonly Row[] {
  const body = bodyOf(statement);
  const { resource } = body;
  if (resource === undefined || resource.negated) return [{ statement, body, pattern: undefined }];
  return resource.patterns.map((pattern) => ({ statement, body, pattern }));
}

function indexRows(rows: readonly Row[]): CandidateIndex {
  const general: Row[] = [];
  const named = new Map<string, Row[]>();
  for (const row of rows) {
    const names = namesOf(row);
    if (names === undefined) general.push(row);
    for (const name of names ?? []) {
      const known = named.get(name);
      if (known === undefined) named.set(name, [row]);
      else known.push(row);
    }
  }
  const byPrincipal = new Map<string, PrefixTree>();
  for (const [name, of] of named) byPrincipal.set(name, prefixTreeOf(of));
  return { general: prefixTreeOf(general), byPrincipal };
}

/** Undefined where the row can apply to whom it does not name. */
function namesOf({ body }: Row): ReadonlySet<string> | undefined {
  const test = body.principal;
  if (test === undefined || test.negated || test.everyone || test.unresolved) return undefined;
  return new Set([...test.accounts, ...test.arns, ...test.ids, ...test.services, ...test.providers]);
}
