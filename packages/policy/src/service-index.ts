import type { CompiledStatement } from "./compiled.ts";

/** Statements of a set that can apply to actions of one service, in the order of the documents. */
export interface Candidates {
  readonly allows: readonly CompiledStatement[];
  readonly denies: readonly CompiledStatement[];
}

export interface ServiceIndex {
  readonly byService: ReadonlyMap<string, Candidates>;
  /** For services that no pattern spells. */
  readonly others: Candidates;
}

/** The service of an action in lower case; the whole text where there is no colon. */
export function serviceOf(action: string): string {
  const colon = action.indexOf(":");
  return colon < 0 ? action : action.slice(0, colon);
}

export function indexByService(statements: readonly CompiledStatement[]): ServiceIndex {
  const services = new Set<string>();
  for (const { body } of statements) for (const service of body?.action.services ?? []) services.add(service);
  const others = candidates(statements.filter((statement) => !isOfServices(statement)));
  const byService = new Map<string, Candidates>();
  for (const service of services)
    byService.set(
      service,
      candidates(statements.filter((each) => !isOfServices(each) || each.body!.action.services.has(service))),
    );
  return { byService, others };
}

/** INVARIANT: a statement that is not of services is a candidate for every action. */
function isOfServices({ body }: CompiledStatement): boolean {
  return body !== undefined && !body.action.negated && body.action.always === undefined;
}

function candidates(statements: readonly CompiledStatement[]): Candidates {
  return {
    allows: statements.filter(({ effect }) => effect === "Allow"),
    denies: statements.filter(({ effect }) => effect === "Deny"),
  };
}

export function candidatesOf({ byService, others }: ServiceIndex, service: string): Candidates {
  return byService.get(service) ?? others;
}
