import { lowerAscii } from "../text/ascii.ts";
import type { Catalog, CatalogAction, CatalogService } from "./catalog.ts";
import { GLOBAL_KEYS, type GlobalKey } from "./global-keys.table.ts";

const globals: ReadonlyMap<string, GlobalKey> = new Map(
  GLOBAL_KEYS.map((key) => [lowerAscii(key.name), key]),
);

/** What a condition key is, of its name in lower case. */
export interface KeyFacts {
  readonly name: string;
  readonly type: string;
  readonly several: boolean;
}

/** A global key, a key that one service gives to all, or a tag of these. */
export function globalKey(lower: string): GlobalKey | undefined {
  const slash = lower.indexOf("/");
  if (slash < 0) return globals.get(lower);
  // The tag's own key must be there.
  return slash === lower.length - 1 ? undefined : globals.get(lower.slice(0, slash + 1));
}

/** The services that may have a key, by its prefix: the service of that name and those that borrow the prefix. */
export function keyServices(catalog: Catalog, prefix: string): readonly CatalogService[] {
  return [prefix, ...catalog.ownersOfKeys(prefix)].flatMap((name) => catalog.service(name) ?? []);
}

/** Undefined for a key that nobody knows. */
export function keyFacts(catalog: Catalog | undefined, lower: string): KeyFacts | undefined {
  const known = globalKey(lower);
  if (known !== undefined) return known;
  if (catalog === undefined) return undefined;
  for (const service of keyServices(catalog, lower.slice(0, lower.indexOf(":")))) {
    const key = service.conditionKeys.get(lower) ?? templated(service, lower);
    if (key === undefined) continue;
    const several = key.type.startsWith("ArrayOf");
    return { name: key.name, type: several ? key.type.slice("ArrayOf".length) : key.type, several };
  }
  return undefined;
}

function templated({ conditionKeys }: CatalogService, lower: string) {
  for (const [name, key] of conditionKeys) if (isKeyOfTemplate(name, lower)) return key;
  return undefined;
}

/** `ec2:resourcetag/${tagkey}` is the template of `ec2:resourcetag/team`; the part in the middle is not empty. */
export function isKeyOfTemplate(template: string, lower: string): boolean {
  const open = template.indexOf("${");
  if (open < 0) return template === lower;
  const tail = template.slice(template.lastIndexOf("}") + 1);
  return (
    lower.length > open + tail.length && lower.startsWith(template.slice(0, open)) && lower.endsWith(tail)
  );
}

interface ActionKeys {
  readonly exact: ReadonlySet<string>;
  readonly templates: readonly string[];
}

/** Put together once for each action of a catalog. */
const known = new WeakMap<CatalogAction, ActionKeys>();

function keysOf(service: CatalogService, action: CatalogAction): ActionKeys {
  let keys = known.get(action);
  if (keys === undefined) {
    const ofTypes = action.resourceTypes.flatMap(
      (type) => service.resourceTypes.get(type)?.conditionKeys ?? [],
    );
    const names = [...action.conditionKeys, ...ofTypes].map(lowerAscii);
    const templates = [...new Set(names.filter((name) => name.includes("${")))];
    keys = { exact: new Set(names), templates };
    known.set(action, keys);
  }
  return keys;
}

/** Is the key in the context of requests for the action, by the reference of its service? */
export function actionHasKey(service: CatalogService, action: CatalogAction, lower: string): boolean {
  const { exact, templates } = keysOf(service, action);
  return exact.has(lower) || templates.some((template) => isKeyOfTemplate(template, lower));
}
