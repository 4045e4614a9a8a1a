import { CaseError, field, listOf, maybe, text, truth } from "./case-fields.ts";
import { TRUST_ACTIONS } from "./combine/exceptions.table.ts";
import { compile } from "./compile.ts";
import { lowerAscii } from "./text/ascii.ts";
import type { JsonNode } from "./text/json-nodes.ts";
import type { Layers, PolicySet, PolicyType, SourceDocument } from "./types.ts";

/** Gives a set for documents, compiled now or for an earlier case. */
export type CompileSet = (type: PolicyType, documents: readonly SourceDocument[]) => PolicySet;

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

/** The policies of a case, as layers. Documents are taken as they stand in the text of the case. */
export function layersOf(source: string, node: JsonNode, action: string, compileSet: CompileSet): Layers {
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
    maybe(node, name, (each) => compileSet(type, [document(each, name)]));
  const holder = (name: string): PolicySet =>
    compileSet("identity", maybe(node, name, (each) => listOf(each, name, named)) ?? []);
  const management = maybe(node, "managementAccount", truth) ?? false;
  const levels = (name: string, type: PolicyType): Layers["scps"] =>
    maybe(node, name, (list) =>
      listOf(list, name, (level) => [compileSet(type, listOf(level, name, document))]),
    ) ?? [];
  const session = maybe(node, "session", (each) => compileSet("session", listOf(each, "session", document)));
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

/** What the policy on the requested resource is, by the action that is asked for. */
export function typeOfResourcePolicy(action: string): "trust" | "key" | "resource" {
  const lower = lowerAscii(action);
  if (TRUST_ACTIONS.has(lower)) return "trust";
  return lower.startsWith("kms:") ? "key" : "resource";
}

/** So many sets, or layers, are kept for later cases; then all are let go, and the next cases fill it again. */
const MOST_KEPT = 4096;

/** Compiles equal documents once; equal in type, names and text, compared whole. */
export function sharedSets(): CompileSet {
  const kept = new Map<string, PolicySet>();
  return (type, documents) => {
    const key = JSON.stringify([type, ...documents.flatMap(({ source, text }) => [source.name, text])]);
    return remember(kept, key, () => compile(type, documents));
  };
}

export function remember<T>(kept: Map<string, T>, key: string, make: () => T): T {
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const made = make();
  kept.set(key, made);
  return made;
}
