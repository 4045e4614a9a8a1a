/** A statement of a policy that was checked when it was saved, as it is written. */
export interface PlainStatement {
  readonly effect: "Allow" | "Deny";
  readonly actions: Names;
  readonly resources: Names;
  readonly conditions: readonly {
    readonly operator: string;
    readonly key: string;
    readonly values: readonly string[];
  }[];
}

export interface Names {
  /** Everything but these. */
  readonly negated: boolean;
  readonly values: readonly string[];
}

type Members = Readonly<Record<string, unknown>>;

/** The statements of a policy that `check` takes. */
export function statementsOf(policy: string): readonly PlainStatement[] {
  const { Statement } = JSON.parse(policy) as { readonly Statement: Members | readonly Members[] };
  return [Statement].flat().map((statement) => ({
    effect: statement.Effect as "Allow" | "Deny",
    actions: names(statement, "Action"),
    resources: names(statement, "Resource"),
    conditions: Object.entries((statement.Condition ?? {}) as Record<string, Members>).flatMap(
      ([operator, keys]) =>
        Object.entries(keys).map(([key, values]) => ({ operator, key, values: list(values) })),
    ),
  }));
}

function names(statement: Members, member: string): Names {
  const negated = statement[member] === undefined;
  return { negated, values: list(statement[negated ? `Not${member}` : member]) };
}

const list = (value: unknown): readonly string[] => [value ?? []].flat().map(String);
