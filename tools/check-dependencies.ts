import {
  acceptedLicences,
  installScriptExceptions,
  licenceExceptions,
  type RuntimeDependency,
  runtimeDependencies,
} from "./dependencies.table.ts";
import type { Finding, Tree } from "./tree.ts";

type Manifest = {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
};

type Locked = {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

/** The rules that dependencies keep, as data, so that a test can give others. */
export type DependencyRules = {
  readonly runtime: readonly RuntimeDependency[];
  readonly licences: readonly string[];
  readonly licenceExceptions: Readonly<Record<string, string>>;
  readonly installScriptExceptions: Readonly<Record<string, string>>;
};

const rulesOfProject: DependencyRules = {
  runtime: runtimeDependencies,
  licences: acceptedLicences,
  licenceExceptions,
  installScriptExceptions,
};

const lockPath = "package-lock.json";

/** Every dependency is pinned, whole, silent at install, freely licensed, and, if it runs in production, listed. */
export function checkDependencies(tree: Tree, rules: DependencyRules = rulesOfProject): Finding[] {
  const manifests = tree.paths
    .filter((path) => /^(packages\/[^/]+\/)?package\.json$/.test(path))
    .map((path) => ({ path, manifest: JSON.parse(tree.read(path)) as Manifest }));
  const lock = JSON.parse(tree.read(lockPath)).packages as Readonly<Record<string, Locked>>;
  const own = new Set(manifests.map(({ manifest }) => manifest.name));
  return [
    ...manifests.flatMap(({ path, manifest }) => checkVersions(path, manifest)),
    ...checkLock(lock, rules),
    ...checkRuntime(
      manifests.map(({ manifest }) => manifest),
      own,
      lock,
      rules.runtime,
    ),
  ];
}

function checkVersions(path: string, manifest: Manifest): Finding[] {
  return [
    manifest.dependencies,
    manifest.devDependencies,
    manifest.optionalDependencies,
    manifest.peerDependencies,
  ]
    .flatMap((group) => Object.entries(group ?? {}))
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version))
    .map(([name, version]) => ({ path, message: `${name}@${version} is not an exact version` }));
}

function checkLock(lock: Readonly<Record<string, Locked>>, rules: DependencyRules): Finding[] {
  const findings: Finding[] = [];
  const find = (message: string): void => void findings.push({ path: lockPath, message });
  const used = new Set<string>();
  for (const [path, entry] of Object.entries(lock)) {
    if (!path.includes("node_modules/") || entry.link === true) continue;
    const name = packageName(path);
    // A lock made where a registry lacks the variants for other platforms is one that `npm ci` refuses.
    for (const needed of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
      if (!isLocked(lock, path, needed)) find(`${name} needs ${needed}, which is not locked`);
    }
    if (!/^sha512-/.test(entry.integrity ?? "")) find(`${name} has no SHA-512 integrity`);
    if (entry.resolved !== undefined && !entry.resolved.startsWith("https://registry.npmjs.org/")) {
      find(`${name} comes from ${entry.resolved}, not from the public registry`);
    }
    if (entry.hasInstallScript === true) {
      used.add(`script ${name}`);
      if (!Object.hasOwn(rules.installScriptExceptions, name)) find(`${name} has an install script`);
    }
    if (!isAccepted(entry.license, rules.licences)) {
      used.add(`licence ${name}`);
      if (!Object.hasOwn(rules.licenceExceptions, name)) {
        find(`${name} has the licence ${entry.license ?? "(none)"}, which is not on the list`);
      }
    }
  }
  for (const name of Object.keys(rules.installScriptExceptions)) {
    if (!used.has(`script ${name}`)) find(`the exception for ${name}'s install script is not needed`);
  }
  for (const name of Object.keys(rules.licenceExceptions)) {
    if (!used.has(`licence ${name}`)) find(`the exception for ${name}'s licence is not needed`);
  }
  return findings;
}

/** Whether the package at `path` finds `name` where Node looks: inside itself, then outward. */
function isLocked(lock: Readonly<Record<string, Locked>>, path: string, name: string): boolean {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    if (Object.hasOwn(lock, at === "" ? `node_modules/${name}` : `${at}/node_modules/${name}`)) return true;
    if (at === "") return false;
  }
}

/** Whether a flat SPDX expression leaves a choice of accepted licences. Anything harder to read is not accepted. */
function isAccepted(expression: string | undefined, accepted: readonly string[]): boolean {
  if (expression === undefined) return false;
  const flat = expression.replace(/^\(([^()]*)\)$/, "$1");
  return flat.split(" OR ").some((choice) => choice.split(" AND ").every((id) => accepted.includes(id)));
}

function packageName(lockedPath: string): string {
  return lockedPath.slice(lockedPath.lastIndexOf("node_modules/") + "node_modules/".length);
}

function checkRuntime(
  manifests: readonly Manifest[],
  own: ReadonlySet<string>,
  lock: Readonly<Record<string, Locked>>,
  table: readonly RuntimeDependency[],
): Finding[] {
  const findings: Finding[] = [];
  const find = (message: string): void =>
    void findings.push({ path: "tools/dependencies.table.ts", message });
  for (const { name, dependencies, optionalDependencies, peerDependencies } of manifests.slice(1)) {
    for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      if (own.has(dependency)) continue;
      const row = table.find((candidate) => candidate.name === dependency);
      if (row?.usedBy.includes(name) !== true)
        find(`${name} depends on ${dependency}, which no row allows it`);
    }
  }
  for (const row of table) {
    for (const user of row.usedBy) {
      const manifest = manifests.find(({ name }) => name === user);
      if (!Object.hasOwn(manifest?.dependencies ?? {}, row.name))
        find(`${user} does not depend on ${row.name}`);
    }
  }
  const listed = new Set(table.flatMap((row) => [row.name, ...row.brings]));
  const running = new Set(
    Object.entries(lock)
      .filter(([path, entry]) => path.includes("node_modules/") && entry.link !== true)
      .filter(([, entry]) => entry.dev !== true && entry.optional !== true)
      .map(([path]) => packageName(path)),
  );
  for (const name of running) if (!listed.has(name)) find(`${name} would run in production and has no row`);
  for (const name of listed) if (!running.has(name)) find(`${name} is listed and does not run in production`);
  return findings;
}
