import { CaseError, field, listOf, maybe, text, truth } from "./case-fields.ts";
import { TRUST_ACTIONS } from "./combine/exceptions.table.ts";
import { compile } from "./compile.ts";
import { lowerAscii } from "./text/ascii.ts";
import type { JsonNode } from "./text/json-nodes.ts";
import { readJson } from "./text/json-reader.ts";
import type {
  Context,
  Layers,
  Outcome,
  PolicySet,
  PolicyType,
  Principal,
  Request,
  SourceDocument,
} from "./types.ts";

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
export function readCases(source: string): readonly CaseResult[] {
  const json = readJson(source, LONGEST_CASE);
  if (!json.ok) return [{ ok: false, problem: `${json.problem} (at character ${json.offset + 1})` }];
  const nodes = json.root.kind === "array" ? json.root.items : [json.root];
  return nodes.map((node) => readOne(source, node));
}

function readOne(source: string, node: JsonNode): CaseResult {
  try {
    return { ok: true, case: caseOf(source, node) };
  } catch (error) {
    if (error instanceof CaseError) return { ok: false, problem: error.message };
    throw error;
  }
}

function caseOf(source: string, node: JsonNode): DecisionCase {
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
    layers: layersOf(source, field(node, "policies"), request),
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

const policyKinds: readonly string[] = [
  "identity",
  "groups",
  "resource",
  "boundary",
  "session",
  "scps",
  "rcps",
  "managementAccount",
  "vpcEndpoint",
];

function layersOf(source: string, node: JsonNode, { action }: Request): Layers {
  if (node.kind !== "object") throw new CaseError("`policies` is not an object");
  // A layer that is not known could limit; leaving it out would decide something else.
  for (const { key } of node.members)
    if (!policyKinds.includes(key.value)) throw new CaseError(`unknown layer \`${key.value}\``);
  const document = (each: JsonNode, name: string): SourceDocument => ({
    source: { name },
    text: each.kind === "string" ? each.value : source.slice(each.start, each.end),
  });
  const named = (each: JsonNode, where: string): SourceDocument =>
    document(field(each, "document"), maybe(each, "name", text) ?? where);
  const one = (name: string, type: PolicyType): PolicySet | undefined =>
    maybe(node, name, (each) => compile(type, [document(each, name)]));
  const holder = (name: string): PolicySet =>
    compile("identity", maybe(node, name, (each) => listOf(each, name, named)) ?? []);
  const management = maybe(node, "managementAccount", truth) ?? false;
  const levels = (name: string, type: PolicyType): Layers["scps"] =>
    maybe(node, name, (list) =>
      listOf(list, name, (level) => [compile(type, listOf(level, name, document))]),
    ) ?? [];
  const session = maybe(node, "session", (each) => compile("session", listOf(each, "session", document)));
  const boundary = one("boundary", "boundary");
  const resource = one("resource", typeOfResourcePolicy(action));
  const endpoint = one("vpcEndpoint", "endpoint");
  return {
    identity: [holder("identity"), holder("groups")],
    scps: management ? [] : levels("scps", "scp"),
    rcps: management ? [] : levels("rcps", "rcp"),
    ...(session && { session }),
    ...(boundary && { boundary }),
    ...(resource && { resource }),
    ...(endpoint && { endpoint }),
  };
}

function typeOfResourcePolicy(action: string): "trust" | "key" | "resource" {
  const lower = lowerAscii(action);
  if (TRUST_ACTIONS.has(lower)) return "trust";
  return lower.startsWith("kms:") ? "key" : "resource";
}
