import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { init, parse } from "es-module-lexer";
import { highestPureLayer, layers } from "./layers.table.ts";
import { type Finding, lineAt, type Tree } from "./tree.ts";

type Package = {
  readonly folder: string;
  readonly name: string;
  readonly layer: number;
  readonly dependencies: readonly string[];
};

type Import = { readonly specifier: string | undefined; readonly line: number };

/**
 * Packages import strictly downward, and each other only by name. Holds for the sources of the packages; tests
 * and everything outside packages/ may look wherever they need.
 */
export async function checkLayers(tree: Tree): Promise<Finding[]> {
  await init;
  const findings: Finding[] = [];
  const packages = new Map<string, Package>();
  for (const path of tree.paths) {
    const folder = /^packages\/([^/]+)\/package\.json$/.exec(path)?.[1];
    if (folder === undefined) continue;
    const layer = Object.hasOwn(layers, folder) ? layers[folder] : undefined;
    if (layer === undefined) {
      findings.push({ path, message: `the package "${folder}" has no layer in tools/layers.table.ts` });
      continue;
    }
    const { name, dependencies = {} } = JSON.parse(tree.read(path));
    packages.set(name, { folder, name, layer, dependencies: Object.keys(dependencies) });
  }
  for (const own of packages.values()) findings.push(...checkManifest(own, packages));
  const files = new Set(tree.paths);
  for (const path of tree.paths) {
    const folder = /^packages\/([^/]+)\/src\/.*\.tsx?$/.exec(path)?.[1];
    const own = [...packages.values()].find((candidate) => candidate.folder === folder);
    if (own === undefined) continue;
    for (const { specifier, line } of importsOf(tree.read(path), path)) {
      const message = judge(specifier, path, own, packages, files);
      if (message !== undefined) findings.push({ path, line, message });
    }
  }
  return findings;
}

function checkManifest(own: Package, packages: ReadonlyMap<string, Package>): Finding[] {
  return own.dependencies
    .filter((name) => (packages.get(name)?.layer ?? -1) >= own.layer)
    .map((name) => ({
      path: `packages/${own.folder}/package.json`,
      message: `${own.name} (layer ${own.layer}) depends on ${name}, which is not below it`,
    }));
}

/** Every static, dynamic, re-exporting and type-only import of a source. */
function importsOf(text: string, path: string): Import[] {
  const [imports] = parse(text, path);
  return imports
    .filter((found) => found.type !== "import-meta")
    .map((found) => ({
      specifier: "glob" in found && found.glob ? undefined : found.specifier,
      line: lineAt(text, found.importStart),
    }));
}

/** What is wrong with one import, if anything is. */
function judge(
  specifier: string | undefined,
  path: string,
  own: Package,
  packages: ReadonlyMap<string, Package>,
  files: ReadonlySet<string>,
): string | undefined {
  if (specifier === undefined) return "imports a computed name, which cannot be checked";
  if (specifier.startsWith(".")) {
    const target = posix.join(posix.dirname(path), specifier);
    const inside =
      target.startsWith(`packages/${own.folder}/src/`) || target === `packages/${own.folder}/package.json`;
    if (!inside) return `"${specifier}" leaves the package's sources`;
    return files.has(target) ? undefined : `"${specifier}" is no file of the project`;
  }
  if (isBuiltin(specifier)) {
    if (own.layer <= highestPureLayer) return `a pure package imports "${specifier}"`;
    return specifier.startsWith("node:") ? undefined : `write "node:${specifier}"`;
  }
  const other = packages.get(specifier);
  if (other !== undefined && other.layer >= own.layer) {
    return `${own.name} (layer ${own.layer}) imports ${other.name} (layer ${other.layer}), which is not below it`;
  }
  if (own.dependencies.includes(specifier)) return undefined;
  const part = [...packages.keys(), ...own.dependencies].find((name) => specifier.startsWith(`${name}/`));
  if (part !== undefined && packages.has(part)) return `"${specifier}" goes past the index of ${part}`;
  if (part !== undefined) return undefined;
  return `"${specifier}" is not among the dependencies of ${own.name}`;
}
