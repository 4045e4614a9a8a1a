import { CaseError, field, listOf, maybe, text } from "./case-fields.ts";
import { layersOf, remember, sharedSets, typeOfResourcePolicy } from "./case-policies.ts";
import { lowerAscii } from "./text/ascii.ts";
import type { JsonNode } from "./text/json-nodes.ts";
import { readJson } from "./text/json-reader.ts";
import type { Context, Layers, Outcome, Principal, Request } from "./types.ts";

/** One authorization decision as data, ready to be decided. */
export interface DecisionCase {
  readonly id: string;
  readonly topic: string;
  readonly layers: Layers;
  readonly request: Request;
  readonly expected: Outcome | undefined;
  /** Why the answer is the expected one. */
  readonly why: string;
}

export type CaseResult =
  | { readonly ok: true; readonly case: DecisionCase }
  | { readonly ok: false; readonly problem: string };

/** A case carries every policy of its decision; longer ones are refused unread. In UTF-16 units. */
const LONGEST_CASE = 4_194_304;
const outcomes: readonly string[] = ["Allow", "ExplicitDeny", "ImplicitDeny"] satisfies Outcome[];

/**
 * Reads cases: a text that is one JSON object (also a line of a file of lines) gives one result, a JSON array one
 * for each element. Policies are decided on the very text that stands in the case.
 */
export type CaseReader = (source: string) => readonly CaseResult[];

/** See `CaseReader`; each call compiles its policies anew. */
export const readCases: CaseReader = (source) => caseReader()(source);

/** A reader of many texts: cases that share policies, in any of them, share what is compiled. */
export function caseReader(): CaseReader {
  const compileSet = sharedSets();
  const kept = new Map<string, Layers>();
  const policiesOf = (source: string, node: JsonNode, action: string): Layers => {
    const key = `${typeOfResourcePolicy(action)} ${source.slice(node.start, node.end)}`;
    return remember(kept, key, () => layersOf(source, node, action, compileSet));
  };
  return (source) => {
    const json = readJson(source, LONGEST_CASE);
    if (!json.ok) return [{ ok: false, problem: `${json.problem} (at character ${json.offset + 1})` }];
    const nodes = json.root.kind === "array" ? json.root.items : [json.root];
    return nodes.map((node) => readOne(source, node, policiesOf));
  };
}

type PoliciesOf = (source: string, node: JsonNode, action: string) => Layers;

function readOne(source: string, node: JsonNode, policiesOf: PoliciesOf): CaseResult {
  try {
    return { ok: true, case: caseOf(source, node, policiesOf) };
  } catch (error) {
    if (error instanceof CaseError) return { ok: false, problem: error.message };
    throw error;
  }
}

function caseOf(source: string, node: JsonNode, policiesOf: PoliciesOf): DecisionCase {
  const expected = maybe(node, "expected", text);
  if (expected !== undefined && !outcomes.includes(expected))
    throw new CaseError(`\`expected\` is \`${expected}\`, not one of ${outcomes.join(", ")}`);
  const request = requestOf(field(node, "request"));
  return {
    id: maybe(node, "id", text) ?? "",
    topic: maybe(node, "topic", text) ?? "",
    why: maybe(node, "why", text) ?? "",
    expected: expected as Outcome | undefined,
    request,
    layers: policiesOf(source, field(node, "policies"), request.action),
  };
}

function requestOf(node: JsonNode): Request {
  const resource = field(node, "resource");
  const context = contextOf(field(node, "context"));
  return {
    principal: principalOf(field(node, "principal"), context),
    action: text(field(node, "action"), "action"),
    resource: {
      arn: text(field(resource, "arn"), "resource.arn"),
      account: maybe(resource, "account", text),
    },
    context,
  };
}

/** The context is complete: what it does not name is absent. */
function contextOf(node: JsonNode): Context {
  if (node.kind !== "object") throw new CaseError("`context` is not an object");
  const values = new Map<string, readonly string[]>();
  for (const { key, value } of node.members) {
    const name = lowerAscii(key.value);
    if (values.has(name)) throw new CaseError(`the context key \`${key.value}\` is given twice`);
    values.set(name, listOf(value, key.value, text));
  }
  return { get: (key) => values.get(key) };
}

function principalOf(node: JsonNode, context: Context): Principal {
  const kind = text(field(node, "type"), "principal.type");
  const value = (name: string) => text(field(node, name), `principal.${name}`);
  const userid = context.get("aws:userid");
  // The unique id of a user, or of the role before the session's name; none where the case gives none.
  const id = typeof userid === "object" ? (userid[0]?.split(":")[0] ?? "") : "";
  switch (kind) {
    case "user":
      return { kind, arn: value("arn"), account: value("account"), id };
    case "root":
      return { kind, arn: value("arn"), account: value("account") };
    case "role-session":
      return { kind, arn: value("arn"), roleArn: value("roleArn"), account: value("account"), id };
    case "federated-user":
      return { kind, arn: value("arn"), userArn: value("userArn"), account: value("account"), id: "" };
    case "anonymous":
      return { kind };
    case "service":
      return { kind, name: value("arn") };
    case "web-identity":
    case "saml":
      return { kind, provider: value("arn") };
    default:
      throw new CaseError(`unknown type of principal \`${kind}\``);
  }
}
