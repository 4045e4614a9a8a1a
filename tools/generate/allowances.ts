/** What a policy allows more than its former text: for people who read a change of a managed policy. */

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: object;
}

/**
 * One line for each action pattern that is allowed newly, or on other resources or conditions than before, and
 * for each deny that is gone. It compares texts, so it may name what a wider pattern allowed before: never less.
 */
export function allowances(before: string | undefined, after: string): string[] {
  const [old, now] = [grants(before), grants(after)];
  const lines: string[] = [];
  for (const [key, { effect, action, where }] of now) {
    if (effect !== "Allow" || old.has(key)) continue;
    const known = [...old.values()].some((grant) => grant.effect === "Allow" && grant.action === action);
    lines.push(`${known ? "allows differently" : "newly allows"} ${action} ${where}`);
  }
  for (const [key, { effect, action, where }] of old) {
    if (effect === "Deny" && !now.has(key)) lines.push(`no longer denies ${action} ${where}`);
  }
  return lines.length === 0 ? ["allows nothing more"] : lines;
}

interface Grant {
  readonly effect: string;
  readonly action: string;
  readonly where: string;
}

function grants(text: string | undefined): Map<string, Grant> {
  const all = new Map<string, Grant>();
  if (text === undefined) return all;
  const { Statement: statements } = JSON.parse(text) as { Statement: Statement | readonly Statement[] };
  for (const statement of list(statements)) {
    const resource =
      statement.NotResource === undefined
        ? `on ${list(statement.Resource).join(", ")}`
        : `on all but ${list(statement.NotResource).join(", ")}`;
    const where =
      statement.Condition === undefined ? resource : `${resource} if ${JSON.stringify(statement.Condition)}`;
    // What NotAction leaves out belongs together: split up, each part would seem to allow the others.
    const actions =
      statement.NotAction === undefined
        ? list(statement.Action)
        : [`all but ${list(statement.NotAction).join(", ")}`];
    for (const action of actions) {
      all.set(JSON.stringify([statement.Effect, action, where]), { effect: statement.Effect, action, where });
    }
  }
  return all;
}

function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}
