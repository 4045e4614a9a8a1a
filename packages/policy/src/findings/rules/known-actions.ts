import { actionProblem } from "../../match/action.ts";
import { lowerAscii } from "../../text/ascii.ts";
import type { CatalogService } from "../catalog.ts";
import { replaceLiteral } from "../literal.ts";
import { nearest } from "../nearest.ts";
import { hasWildcard, type StatementRule } from "../rule.ts";
import { covers } from "../wildcards.ts";

/** For so many unknown names of a statement the right one is looked for. */
const MOST_GUESSES = 50;

/** Actions and services that the catalog does not have. */
export const knownActions: StatementRule = ({ action }, { text, catalog }, say) => {
  if (catalog === undefined) return;
  let guesses = 0;
  const guess = (name: string, candidates: Iterable<string>) =>
    ++guesses > MOST_GUESSES ? undefined : nearest(name, candidates);
  for (const { value, start } of action?.values ?? []) {
    if (value === "*" || actionProblem(value) !== undefined) continue;
    const colon = value.indexOf(":");
    const prefix = lowerAscii(value.slice(0, colon));
    const service = catalog.service(prefix);
    if (service === undefined) {
      const service2 = guess(prefix, catalog.prefixes);
      if (service2 === undefined) say("UNKNOWN_SERVICE_IN_ACTION", start, { service: value.slice(0, colon) });
      else say("INVALID_SERVICE_IN_ACTION", start, { service: value.slice(0, colon), service2 });
      continue;
    }
    const name = lowerAscii(value.slice(colon + 1));
    if (exists(service, name)) continue;
    const meant = hasWildcard(name) ? undefined : guess(name, service.actions.keys());
    const right = meant === undefined ? undefined : `${prefix}:${service.actions.get(meant)!.name}`;
    if (right === undefined) say("UNKNOWN_ACTION", start, { action: value });
    else
      say(
        "INVALID_ACTION",
        start,
        { action: value, valid_action: right },
        replaceLiteral(text, start, right),
      );
  }
};

/** Answers are kept for so many patterns of a service; many policies have the same ones. */
const MOST_KEPT = 2000;
const kept = new WeakMap<CatalogService, Map<string, boolean>>();

function exists(service: CatalogService, name: string): boolean {
  if (!hasWildcard(name)) return service.actions.has(name);
  let answers = kept.get(service);
  if (answers === undefined || answers.size >= MOST_KEPT) {
    answers = new Map();
    kept.set(service, answers);
  }
  const known = answers.get(name);
  if (known !== undefined) return known;
  const answer = [...service.actions.keys()].some((action) => covers(name, action));
  answers.set(name, answer);
  return answer;
}
