import { lowerAscii } from "../text/ascii.ts";
import type { JsonNode } from "../text/json-nodes.ts";
import { readJson } from "../text/json-reader.ts";
import type { Catalog, CatalogService } from "./catalog.ts";

export type ReferenceResult =
  | { readonly ok: true; readonly catalog: Catalog }
  | { readonly ok: false; readonly problem: string };

/** The largest of AWS's has half of this, in UTF-16 units. */
const LONGEST_REFERENCE = 8_388_608;

class WrongReference extends Error {}

/**
 * Reads services in the format of AWS's service reference: one JSON object for a service, or a list of them.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/service-reference.html
 */
export function readServiceReference(text: string): ReferenceResult {
  const json = readJson(text, LONGEST_REFERENCE);
  if (!json.ok) return { ok: false, problem: `${json.problem} (at character ${json.offset + 1})` };
  try {
    const nodes = json.root.kind === "array" ? json.root.items : [json.root];
    const services = new Map<string, CatalogService>();
    for (const node of nodes) services.set(lowerAscii(required(node, "Name")), serviceOf(node));
    return { ok: true, catalog: catalogOf(services) };
  } catch (error) {
    if (error instanceof WrongReference) return { ok: false, problem: error.message };
    throw error;
  }
}

function catalogOf(services: ReadonlyMap<string, CatalogService>): Catalog {
  const formats = new Map<string, string[]>();
  for (const { resourceTypes } of services.values())
    for (const format of [...resourceTypes.values()].flatMap(({ arnFormats }) => arnFormats)) {
      const vendor = lowerAscii(format.split(":")[2] ?? "");
      formats.set(vendor, [...(formats.get(vendor) ?? []), format]);
    }
  return {
    service: (prefix) => services.get(prefix),
    prefixes: [...services.keys()],
    arnFormats: (vendor) => formats.get(vendor) ?? [],
    ownersOfKeys: (prefix) =>
      [...services].filter(([, service]) => hasKeysOf(service, prefix)).map(([name]) => name),
    // The installation's own services stand behind its own resource control policies.
    guardedServices: new Set(services.keys()),
  };
}

function hasKeysOf({ conditionKeys }: CatalogService, prefix: string): boolean {
  for (const key of conditionKeys.keys()) if (key.startsWith(`${prefix}:`)) return true;
  return false;
}

function serviceOf(node: JsonNode): CatalogService {
  const byLowerName = <T extends { readonly name: string }>(items: readonly T[]) =>
    new Map(items.map((item) => [lowerAscii(item.name), item]));
  const resources = list(node, "Resources").map((each) => ({
    name: required(each, "Name"),
    arnFormats: strings(each, "ARNFormats"),
    conditionKeys: strings(each, "ConditionKeys"),
  }));
  return {
    actions: byLowerName(
      list(node, "Actions").map((each) => ({
        name: required(each, "Name"),
        resourceTypes: list(each, "Resources").map((type) => required(type, "Name")),
        conditionKeys: strings(each, "ActionConditionKeys"),
      })),
    ),
    resourceTypes: new Map(resources.map((type) => [type.name, type])),
    conditionKeys: byLowerName(
      list(node, "ConditionKeys").map((each) => ({
        name: required(each, "Name"),
        type: strings(each, "Types")[0] ?? "String",
      })),
    ),
  };
}

function member(node: JsonNode, name: string): JsonNode | undefined {
  if (node.kind !== "object") throw new WrongReference(`expected an object with \`${name}\``);
  return node.members.find(({ key }) => key.value === name)?.value;
}

function required(node: JsonNode, name: string): string {
  const found = member(node, name);
  if (found?.kind !== "string" || found.value === "") throw new WrongReference(`\`${name}\` is not a string`);
  return found.value;
}

/** Empty where there is none. */
function list(node: JsonNode, name: string): readonly JsonNode[] {
  const found = member(node, name);
  if (found === undefined) return [];
  if (found.kind !== "array") throw new WrongReference(`\`${name}\` is not a list`);
  return found.items;
}

function strings(node: JsonNode, name: string): readonly string[] {
  return list(node, name).map((each) => {
    if (each.kind !== "string") throw new WrongReference(`\`${name}\` holds what is not a string`);
    return each.value;
  });
}
