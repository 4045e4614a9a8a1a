/**
 * The oracle: a second evaluator, written from the documented rules without the engine's code, without index, cache
 * or cleverness. It takes well-formed documents only, and every context key is known to it. Never shipped.
 */
import {
  boolean,
  bytes,
  type Compared,
  decimal,
  fold,
  inNetwork,
  instant,
  ordered,
} from "./oracle-values.ts";

export type Verdict = "Allow" | "ExplicitDeny" | "ImplicitDeny";
// biome-ignore lint/suspicious/noExplicitAny: documents are plain JSON, and the oracle stays short.
type Json = any;
export interface World {
  readonly principal: Json;
  readonly action: string;
  readonly resource: { readonly arn: string; readonly account: string | undefined };
  readonly context: Readonly<Record<string, readonly string[] | undefined>>;
  readonly identity: readonly Json[];
  readonly boundary?: Json;
  readonly session?: readonly Json[];
  readonly resourcePolicy?: { readonly kind: "resource" | "trust" | "key"; readonly document: Json };
  readonly scps: readonly (readonly Json[])[];
  readonly rcps: readonly (readonly Json[])[];
  readonly endpoint?: Json;
}

/** A statement, with what the version of its document and the type of its policy mean for it. */
interface Rule {
  readonly s: Json;
  readonly variables: boolean;
  readonly kind: string;
}

const listed = (x: Json): Json[] => (x === undefined ? [] : Array.isArray(x) ? x : [x]);
const lower = (s: string) => s.replace(/[A-Z]/g, (c) => c.toLowerCase());
const rulesOf = (documents: readonly Json[], kind: string): Rule[] =>
  documents.flatMap((d) =>
    listed(d.Statement).map((s) => ({ s, variables: d.Version === "2012-10-17", kind })),
  );

// ---- text and patterns: a pattern is a list of cells, one per character or wildcard -----------------------------
type Cell = { readonly c: string; readonly wild: boolean };
type Several = { readonly before: readonly Cell[] };
type Cells = readonly Cell[] | "absent" | "bad" | Several;
function cellsOf(text: string, w: World, variables: boolean, wildcards: boolean): Cells {
  const cells: Cell[] = [];
  let unset: "absent" | Several | undefined;
  let rest = text;
  while (rest !== "") {
    if (variables && rest.startsWith("${")) {
      const literal = /^\$\{([*?$])\}/.exec(rest);
      const found = /^\$\{([^\s*?${'},]+)(?:, '([^']*)')?\}/.exec(rest);
      if (!literal && !found) return "bad";
      const values = literal ? [literal[1]!] : w.context[lower(found![1]!)];
      const value = values?.[0] ?? found?.[2];
      if (values && values.length > 1) unset ??= { before: [...cells] };
      else if (value === undefined) unset ??= "absent";
      else for (const c of value.split("")) cells.push({ c, wild: false });
      rest = rest.slice((literal ?? found)![0].length);
    } else {
      cells.push({ c: rest[0]!, wild: wildcards && "*?".includes(rest[0]!) });
      rest = rest.slice(1);
    }
  }
  return unset ?? cells;
}

/** `bound(i)`: the wildcard at i does not take a colon. */
function glob(cells: readonly Cell[], text: string, bound: (i: number) => boolean = () => false): boolean {
  let live = new Set([0]);
  const spread = (states: Set<number>) => {
    for (const i of states) if (cells[i]?.wild && cells[i]?.c === "*") states.add(i + 1);
    return states;
  };
  live = spread(live);
  for (const c of text.split("")) {
    const next = new Set<number>();
    for (const i of live) {
      const cell = cells[i];
      if (!cell || (cell.wild && c === ":" && bound(i))) continue;
      if (cell.wild) next.add(cell.c === "*" ? i : i + 1);
      else if (cell.c === c) next.add(i + 1);
    }
    live = spread(next);
  }
  return live.has(cells.length);
}

const show = (cells: readonly Cell[]) => cells.map(({ c }) => c).join("");
const isColon = (cell: Cell | undefined) => cell !== undefined && !cell.wild && cell.c === ":";

/** Does one resource pattern cover the resource? "bad": it cannot be understood; "absent": a variable is unset. */
function covers(pattern: string, rule: Rule, w: World): boolean | "bad" | "absent" {
  if (pattern === "*") return true;
  const early = pattern.split("${")[0]!;
  if (
    rule.variables &&
    pattern.includes("${") &&
    early.split(":").length < 6 &&
    !/^\$\{[*?$]\}/.test(pattern.slice(early.length))
  )
    return "bad";
  const read = cellsOf(pattern, w, rule.variables, true);
  if (typeof read === "string") return read;
  const cells = "before" in read ? read.before : read;
  const part = (i: number) => cells.slice(0, i).filter(isColon).length;
  const parts = part(cells.length) + 1;
  if (!show(cells).startsWith("arn:") || cells.slice(0, 4).some(({ wild }) => wild) || parts < 3)
    return "bad";
  if (cells.some(({ wild }, i) => wild && part(i) === 2)) return "bad";
  if (read !== cells) {
    // No value makes it match a resource that begins otherwise.
    const wild = [...cells, { c: "", wild: true }].findIndex((cell) => cell.wild);
    return rule.s.NotResource || w.resource.arn.startsWith(show(cells.slice(0, wild))) ? "bad" : false;
  }
  const matches = (all: readonly Cell[]) => {
    const at = (i: number) => all.slice(0, i).filter(isColon).length;
    const ends = (i: number) => all[i]!.c === "*" && (i + 1 === all.length || isColon(all[i + 1]));
    return glob(all, w.resource.arn, (i) => at(i) < 5 && !ends(i));
  };
  if (parts >= 6) return matches(cells);
  const last = cells.at(-1)!;
  if (rule.kind === "rcp" || (rule.kind === "scp" && !(last.wild && last.c === "*"))) return "bad";
  if (rule.kind === "scp") return matches(cells);
  const starred = cells.some(({ c, wild }) => wild && c === "*");
  if (["resource", "key", "trust", "endpoint"].includes(rule.kind) && !starred) return false;
  const padding = Array.from({ length: 6 - parts }, () => [
    { c: ":", wild: false },
    { c: "*", wild: true },
  ]).flat();
  return matches(cells) || matches([...cells, ...padding]);
}

const denies = (rule: Rule) => rule.s.Effect === "Deny";

function resourceMatches(rule: Rule, w: World): boolean {
  const { Resource, NotResource } = rule.s;
  if (Resource === undefined && NotResource === undefined) return true;
  const patterns = listed(Resource ?? NotResource).filter((p) => p !== null);
  const answers = patterns.map((p) => covers(p, rule, w));
  if (answers.includes(true)) return Resource !== undefined;
  const unclear =
    answers.includes("bad") ||
    (Resource === undefined && (answers.includes("absent") || answers.length === 0));
  if (unclear) return denies(rule);
  return Resource === undefined;
}

function actionMatches(rule: Rule, w: World): boolean {
  const { Action, NotAction } = rule.s;
  const patterns: string[] = listed(Action ?? NotAction);
  const good = (p: string) => p === "*" || /^[A-Za-z0-9.-]+:[^:]+$/.test(p);
  const cells = (p: string) =>
    lower(p)
      .split("")
      .map((c) => ({ c, wild: "*?".includes(c) }));
  const hit = patterns.some((p) => p === "*" || (good(p) && glob(cells(p), lower(w.action))));
  const bad = patterns.some((p) => !good(p)) || (Action === undefined && patterns.length === 0);
  if (hit) return Action !== undefined;
  return bad ? denies(rule) : Action === undefined;
}

// ---- conditions -------------------------------------------------------------------------------------------------
function arnLike(value: string, cells: readonly Cell[]): Compared {
  const parts: Cell[][] = [[]];
  for (const cell of cells) isColon(cell) && parts.length < 6 ? parts.push([]) : parts.at(-1)!.push(cell);
  const ours = value.split(":");
  if (parts.length < 6 || ours.length < 6 || ours[0] !== "arn" || !glob(parts[0]!, "arn")) return "request";
  return parts.every((part, i) => glob(part, i < 5 ? ours[i]! : ours.slice(5).join(":")));
}

/** `name`: the positive operator, lower case. */
function compare(name: string, value: string, wanted: string, rule: Rule, w: World): Compared {
  const family = /^(string|arn|numeric|date|bool|binary|ip)/.exec(name)![1]!;
  if (family === "numeric") return ordered(decimal, name, value, wanted);
  if (family === "date") return ordered(instant, name, value, wanted);
  if (family === "bool") return ordered(boolean, name, value, wanted);
  if (family === "binary") return ordered(bytes, name, value, wanted);
  if (family === "ip") return inNetwork(value, wanted);
  const cells = cellsOf(wanted, w, rule.variables, family === "arn" || name === "stringlike");
  if (cells === "absent") return false;
  if (cells === "bad" || "before" in cells) return "policy";
  if (family === "arn") return arnLike(value, cells);
  if (name === "stringlike") return glob(cells, value);
  return name === "stringequals" ? value === show(cells) : fold(value) === fold(show(cells));
}

function conditionHolds(written: string, key: string, wanted: string[], rule: Rule, w: World): boolean {
  const [, set, base, ifExists] = /^(forallvalues:|foranyvalue:)?(.*?)(ifexists)?$/.exec(lower(written))!;
  const values = w.context[lower(key)];
  if (base === "null") {
    const absent = String(values === undefined || values.length === 0);
    const said = wanted.map(lower);
    return said.includes(absent) || (said.some((x) => x !== "true" && x !== "false") && denies(rule));
  }
  const negated = base!.includes("not");
  const positive = base!.replace("not", "");
  const one = (value: string): boolean => {
    const answers = wanted.map((x) => compare(positive, value, x, rule, w));
    if (answers.includes(true)) return !negated;
    const unclear = answers.includes("policy") || (negated && answers.includes("request"));
    return unclear ? denies(rule) : negated;
  };
  if (set === "forallvalues:") {
    if (values === undefined || values.every(one)) return true;
    return values.length === 1 && values[0] === "" && denies(rule);
  }
  const bare = ifExists !== undefined && denies(rule);
  if (set === "foranyvalue:") return values?.length ? values.some(one) : bare;
  if (values === undefined) return negated || ifExists !== undefined;
  if (values.length === 0) return negated || bare;
  return values.length > 1 ? denies(rule) : one(values[0]!);
}

function conditionsHold(rule: Rule, w: World): boolean {
  return Object.entries<Json>(rule.s.Condition ?? {}).every(([operator, block]) => {
    const keys = Object.entries<Json>(block);
    if (keys.length === 0) return denies(rule);
    return keys.every(([key, wanted]) => conditionHolds(operator, key, listed(wanted).map(String), rule, w));
  });
}

// ---- principals -------------------------------------------------------------------------------------------------
/** How the map or `"*"` names whoever asks. */
function namedAs(principal: Json, w: World): Set<string> {
  const p = w.principal;
  const names = new Set<string>();
  for (const [key, values] of Object.entries<Json>(principal === "*" ? { AWS: "*" } : principal))
    for (const value of listed(values) as string[]) {
      const account = /^(?:arn:[^:*?]+:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1];
      const entity =
        /^arn:[^:]+:(iam:[^:]*:[^:]*:(user|role)|sts:[^:]*:[^:]*:(assumed-role|federated-user))\/[^:]+$/.test(
          value,
        );
      const clear = !/[*?]/.test(value) && value !== "";
      if (key === "AWS" && value === "*") names.add("everyone");
      else if (key === "Service" && clear) p.kind === "service" && p.name === value && names.add("service");
      else if (key === "Federated" && clear) p.provider === value && names.add("provider");
      else if (key === "AWS" && account) p.account === account && names.add("account");
      else if (key === "AWS" && clear && (entity || /^A(IDA|ROA)[^:]*$/.test(value))) {
        if (value === p.userArn || (p.kind === "user" && value === p.arn)) names.add("user");
        if (p.kind !== "role-session" && p.id && value === p.id) names.add("user");
        if (p.kind === "role-session" && (value === p.roleArn || (p.id && value === p.id))) names.add("role");
        if (p.kind !== "user" && value === p.arn) names.add("session");
      } else names.add("unclear");
    }
  return names;
}

function principalMatches(rule: Rule, w: World): boolean {
  const { Principal, NotPrincipal } = rule.s;
  if (Principal !== undefined) {
    const names = namedAs(Principal, w);
    if (!denies(rule)) names.delete("unclear");
    return names.size > 0;
  }
  if (NotPrincipal === undefined) return true;
  if (w.boundary && w.principal.account) return true;
  const names = namedAs(NotPrincipal, w);
  if (names.has("everyone")) return false;
  const needed: Record<string, string[]> = {
    user: ["account", "user"],
    root: ["account"],
    "role-session": ["account", "role", "session"],
    "federated-user": w.principal.userArn?.endsWith(":root")
      ? ["account", "session"]
      : ["account", "user", "session"],
    service: ["service"],
    "web-identity": ["provider"],
    saml: ["provider"],
    anonymous: ["nobody"],
  };
  return !needed[w.principal.kind]!.every((name) => names.has(name));
}

const applies = (rule: Rule, w: World) =>
  principalMatches(rule, w) && actionMatches(rule, w) && resourceMatches(rule, w) && conditionsHold(rule, w);

/** What an Allow on the resource does for a caller of the same account: 0 nothing … 3 enough alone. */
function reach(rule: Rule, w: World): number {
  const names = namedAs(rule.s.Principal, w);
  const { kind } = w.principal;
  const outsider = ["anonymous", "service", "web-identity", "saml"].includes(kind);
  if (rule.kind === "trust" && outsider) names.delete("everyone");
  if (["web-identity", "saml"].includes(kind)) names.delete("everyone");
  if (names.has("everyone") || names.has("session") || names.has("service") || names.has("provider"))
    return 3;
  if ((kind === "user" && names.has("user")) || (kind === "root" && names.has("account"))) return 3;
  if (names.has("user") || names.has("role")) return 2;
  return names.has("account") ? 1 : 0;
}

// ---- the whole decision -----------------------------------------------------------------------------------------
export function oracle(w: World): Verdict {
  const { principal: p, resource } = w;
  const action = lower(w.action);
  const serviceLinked = p.kind === "role-session" && p.roleArn.includes(":role/aws-service-role/");
  const local = ["user", "root", "role-session", "federated-user"].includes(p.kind);
  const assumes = /^sts:assumerole(withsaml|withwebidentity)?$/.test(action);
  const accompanies = /^sts:(tagsession|setsourceidentity|setcontext)$/.test(action);
  const isTrust = assumes || (accompanies && resource.arn.includes(":role/"));
  const noRcp =
    serviceLinked ||
    /^(iam|sns|lambda|ec2):|^kms:retiregrant$/.test(action) ||
    (isTrust && resource.arn.includes(":role/aws-service-role/"));
  const scps = local && !serviceLinked ? w.scps.map((level) => rulesOf(level, "scp")) : [];
  const rcps = noRcp ? [] : w.rcps.map((level) => rulesOf(level, "rcp"));
  const kind = w.resourcePolicy?.kind ?? "resource";
  const onResource = w.resourcePolicy ? rulesOf([w.resourcePolicy.document], kind) : [];
  const identity = rulesOf(w.identity, "identity");
  const boundary = w.boundary && rulesOf([w.boundary], "boundary");
  const session = w.session && rulesOf(w.session, "session");
  const endpoint = w.endpoint && rulesOf([w.endpoint], "endpoint");
  const every = [scps, rcps, onResource, identity, boundary ?? [], session ?? [], endpoint ?? []].flat(2);
  if (every.some((rule) => denies(rule) && applies(rule, w))) return "ExplicitDeny";
  const allows = (rules: Rule[] | undefined) =>
    rules === undefined || rules.some((rule) => !denies(rule) && applies(rule, w));
  if (![...rcps, ...scps].every(allows) || !allows(endpoint)) return "ImplicitDeny";
  const border =
    local && resource.arn.startsWith("arn:") && resource.arn.split(":")[1] !== p.arn.split(":")[1];
  if (resource.account === undefined || border) return "ImplicitDeny";
  const granted = Math.max(
    0,
    ...onResource.filter((rule) => !denies(rule) && applies(rule, w)).map((rule) => reach(rule, w)),
  );
  const rooted =
    isTrust || kind !== "resource" || (action.startsWith("kms:") && resource.arn.includes(":key/"));
  const sameAccount = local && p.account === resource.account;
  if ((rooted || !sameAccount) && granted === 0) return "ImplicitDeny";
  if (!local) return "Allow";
  const shortcut = sameAccount ? granted : 0;
  const identityAllows = p.kind === "root" || allows(identity);
  if (shortcut < 2 && !identityAllows) return "ImplicitDeny";
  const limited = allows(boundary) && (session ? allows(session) : p.kind !== "federated-user");
  return shortcut === 3 || limited ? "Allow" : "ImplicitDeny";
}
