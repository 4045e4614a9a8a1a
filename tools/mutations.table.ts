/** A deliberate fault in the policy engine, which its tests must catch. */
export type Mutation = {
  /** Below packages/policy/src. */
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly from: string;
  readonly to: string;
  /** What is wrong then. */
  readonly fault: string;
};

export const mutations: readonly Mutation[] = [
  {
    file: "condition/operators.table.ts",
    from: 'row("StringNotEquals", "string", negatedWithVariables)',
    to: 'row("StringNotEquals", "string", withVariables)',
    fault: "a negated operator is not negated",
  },
  {
    file: "condition/operators.table.ts",
    from: 'row("NotIpAddress", "ip", { negated: true })',
    to: 'row("NotIpAddress", "ip")',
    fault: "an address outside the network is taken for one inside",
  },
  {
    file: "condition/operators.table.ts",
    from: 'row("DateLessThan", "date", { order: "less" })',
    to: 'row("DateLessThan", "date", { order: "less-or-equal" })',
    fault: "the instant itself counts as before it",
  },
  {
    file: "condition/condition.ts",
    from: "return truthOf(ifExists || negated)",
    to: "return truthOf(ifExists)",
    fault: "a negated operator does not hold where the key is missing",
  },
  {
    file: "condition/condition.ts",
    from: "if (values === undefined) return YES;",
    to: "if (values === undefined) return NO;",
    fault: "ForAllValues does not hold without values",
  },
  {
    file: "condition/condition.ts",
    from: "if (values === undefined) return missing;",
    to: "if (values === undefined) return YES;",
    fault: "ForAnyValue holds without values",
  },
  {
    file: "condition/condition.ts",
    from: "const absent = values === undefined || values.length === 0;",
    to: "const absent = values === undefined;",
    fault: "a key without values is not null",
  },
  {
    file: "condition/value-test.ts",
    from: "truthOf(folded.has(foldCase(value)))",
    to: "truthOf(texts.includes(value))",
    fault: "StringEqualsIgnoreCase minds case",
  },
  {
    file: "condition/network.ts",
    from: "prefix === 0 || differing >>> (32 - prefix) === 0",
    to: "differing >>> (32 - prefix) === 0",
    fault: "the network of all addresses holds none but its own",
  },
  {
    file: "condition/decimal.ts",
    from: "if (a.whole.length !== b.whole.length) return a.whole.length - b.whole.length;",
    to: "",
    fault: "numbers are ordered as texts",
  },
  {
    file: "condition/instant.ts",
    from: "+ second - offset",
    to: "+ second + offset",
    fault: "a time zone is taken to the wrong side",
  },
  {
    file: "match/action.ts",
    from: "compilePattern(lowerAscii(value))",
    to: "compilePattern(value)",
    fault: "actions mind case",
  },
  {
    file: "match/action.ts",
    from: "  return negated;\n}",
    to: "  return false;\n}",
    fault: "NotAction covers nothing",
  },
  {
    file: "match/resource.ts",
    from: "resource === pattern.head ?",
    to: "resource.toLowerCase() === pattern.head.toLowerCase() ?",
    fault: "resources ignore case",
  },
  {
    file: "match/resource.ts",
    from: "return test.negated ? not(found) : found;",
    to: "return found;",
    fault: "NotResource is read as Resource",
  },
  {
    file: "match/resource.ts",
    from: "absent: negated ? inDoubt : NO",
    to: "absent: NO",
    fault: "NotResource with a variable that is not there covers everything",
  },
  {
    file: "match/resource-pattern.ts",
    from: "if (part < HEAD_PARTS && !(token === STAR && endsPart)) inside.add(index);",
    to: "if (part < 0 && !(token === STAR && endsPart)) inside.add(index);",
    fault: "a star in the middle of a part of an ARN runs over the colon",
  },
  {
    file: "match/tokens.ts",
    from: "return values?.[0] ?? fallback ?? problems.absent;",
    to: "return values?.[0] || fallback || problems.absent;",
    fault: "a default replaces an empty value",
  },
  {
    file: "match/tokens.ts",
    from: "values !== undefined && values.length > 1",
    to: "values !== undefined && values.length > 99",
    fault: "a variable of several values is its first",
  },
  {
    file: "match/principal.ts",
    from: "return all(NAMED.account | NAMED.user);",
    to: "return all(NAMED.user);",
    fault: "NotPrincipal spares a user whose account it does not list",
  },
  {
    file: "match/principal.ts",
    from: "else test.arns.add(form.value);",
    to: "test.arns.add(form.value);",
    fault: "a user made again under the same name regains what was granted",
  },
  {
    file: "combine/match-statement.ts",
    from: "return bound || !spares(named, plan.principal);",
    to: "return !spares(named, plan.principal);",
    fault: "NotPrincipal spares a principal that has a boundary",
  },
  {
    file: "combine/combine.ts",
    from: "if (boundary !== undefined && allowIn(boundary, plan) === undefined) return IMPLICIT.boundary;",
    to: "",
    fault: "the permissions boundary is skipped",
  },
  {
    file: "combine/combine.ts",
    from: "denyIn(session, plan) ??",
    to: "",
    fault: "denies in session policies are skipped",
  },
  {
    file: "combine/combine.ts",
    from: "for (const level of plan.scps) if (findAllow(level, plan) === undefined) return IMPLICIT.scp;",
    to: "if (plan.scps.length > 0 && findAllow(plan.scps.flat(), plan) === undefined) return IMPLICIT.scp;",
    fault: "levels of service control policies add up",
  },
  {
    file: "combine/combination.table.ts",
    from: 'sessionPolicy: "required" },',
    to: 'sessionPolicy: "optional" },',
    fault: "a federated user without session policy has the user's permissions",
  },
  {
    file: "combine/combination.table.ts",
    from: 'role: "identity", session: "alone" }',
    to: 'role: "alone", session: "alone" }',
    fault: "naming a role lifts its boundary and its session policy",
  },
  {
    file: "combine/combination.table.ts",
    from: 'user: { everyone: "alone", account: "delegates"',
    to: 'user: { everyone: "alone", account: "identity"',
    fault: "naming an account grants to its users",
  },
  {
    file: "combine/combination.table.ts",
    from: '"cross-account": { ordinary: "both"',
    to: '"cross-account": { ordinary: "either"',
    fault: "one side is enough across accounts",
  },
  {
    file: "combine/plan.ts",
    from: "unreachable: account === undefined || crossesPartition(principal, arn)",
    to: "unreachable: account === undefined",
    fault: "a partition's border can be crossed",
  },
  {
    file: "combine/plan.ts",
    from: "scps: caller.scp && !serviceLinked ? layers.scps : none",
    to: "scps: caller.scp ? layers.scps : none",
    fault: "service control policies bind service-linked roles",
  },
  {
    file: "combine/reach.ts",
    from: "named &= ~NAMED.everyone;",
    to: "named |= NAMED.everyone;",
    fault: "everyone in a trust policy lets anonymous in",
  },
  {
    file: "combine/search.ts",
    from: "plan.doubtful ??= row.statement;",
    to: "",
    fault: "a deny that hangs on an unknown key is passed over",
  },
  {
    file: "compile.ts",
    from: "{ type, document, variables: tree.variables }",
    to: "{ type, document, variables: true }",
    fault: "variables mean something in the old version of the language",
  },
  {
    file: "compile.ts",
    from: "return [unreadable({ type, document, variables: false })];",
    to: "return [];",
    fault: "a document that cannot be understood is passed over",
  },
  {
    file: "index/set-index.ts",
    from: "[...(byService.get(service) ?? []), ...general]",
    to: "[...(byService.get(service) ?? general)]",
    fault: "the index forgets what applies to every service",
  },
  {
    file: "index/candidates.ts",
    from: "...test.ids,",
    to: "",
    fault: "the index forgets principals named by their ids",
  },
  {
    file: "index/prefix-tree.ts",
    from: "while (length < most &&",
    to: "while (length + 1 < most &&",
    fault: "the index takes beginnings apart at the wrong place",
  },
  {
    file: "text/json-reader.ts",
    from: "if (twice) throw",
    to: "if (twice && members.length > 99) throw",
    fault: "the later of two equal keys counts",
  },
  {
    file: "doubt/text-classes.ts",
    from: 'if (text !== "" && !classes.has(vector))',
    to: "if (!classes.has(vector))",
    fault: "an unknown key is called settled by trying the empty text for all others",
  },
];
