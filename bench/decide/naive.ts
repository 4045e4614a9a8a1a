import type { Decider } from "./engines.ts";
import { type Holder, type Rule, userArn, type Workload } from "./workload.ts";

const expressions = new Map<string, RegExp>();

/** What most evaluators do: a regular expression for each pattern, made once. */
function like(pattern: string, text: string, flags = ""): boolean {
  const key = `${flags} ${pattern}`;
  let expression = expressions.get(key);
  if (expression === undefined) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    expression = new RegExp(`^${source}$`, flags);
    expressions.set(key, expression);
  }
  return expression.test(text);
}

type Ask = Workload["asks"][number];

function applies({ actions, resources, principal, condition }: Rule, ask: Ask): boolean {
  if (principal !== undefined && principal !== userArn(ask.user)) return false;
  if (!actions.some((pattern) => like(pattern, ask.action, "i"))) return false;
  if (!resources.some((pattern) => like(pattern, ask.resource))) return false;
  if (condition === undefined) return true;
  const [value] = ask.context.get(condition.key.toLowerCase()) ?? [];
  if (value === undefined) return false;
  return condition.operator === "StringEquals" ? value === condition.value : like(condition.value, value);
}

/** Statement after statement, layer after layer. */
export function naive({ world, asks }: Workload): Decider {
  const { identity, boundary, session, resource, scps } = world;
  const flat = (holders: readonly Holder[]) =>
    holders.flatMap(({ policies }) => policies.flatMap(({ rules }) => rules));
  const own = flat(identity);
  const onResource = resource && flat([resource]);
  const limits = [boundary, session, ...scps]
    .filter((each) => each !== undefined)
    .map((each) => flat([each]));
  const every = [...limits.flat(), ...(onResource ?? []), ...own];
  return (at) => {
    const ask = asks[at]!;
    if (every.some((rule) => rule.effect === "Deny" && applies(rule, ask))) return false;
    const allows = (rules: readonly Rule[]) =>
      rules.some((rule) => rule.effect === "Allow" && applies(rule, ask));
    return limits.every(allows) && (allows(own) || (onResource !== undefined && allows(onResource)));
  };
}
