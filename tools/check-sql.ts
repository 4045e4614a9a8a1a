import { type Finding, lineAt, type Tree } from "./tree.ts";

/** What must not stand in SQL, where, and why. */
type ForbiddenSql = {
  readonly pattern: RegExp;
  readonly where: (path: string) => boolean;
  readonly why: string;
};

const driver = (path: string): boolean => /^packages\/storage\/src\/.*\.ts$/.test(path);
const prepares = (path: string): boolean => /^packages\/storage\/src\/postgres\/.*\.ts$/.test(path);
const migrations = "packages/storage/src/postgres/migrations.ts";

const counted = "an engine that spreads rows over nodes cannot count in one place: draw a random id";
const hidden = "what a change does stands in the statement that makes it";

const forbidden: readonly ForbiddenSql[] = [
  { pattern: /\b(big|small)?serial\b(?=[\s,)])/gi, where: driver, why: counted },
  {
    pattern: /\b(create\s+sequence|nextval|generated\s+(always|by\s+default)\s+as\s+identity)\b/gi,
    where: driver,
    why: counted,
  },
  {
    pattern: /\bcreate\s+(or\s+replace\s+)?(constraint\s+|event\s+)?trigger\b/gi,
    where: driver,
    why: hidden,
  },
  { pattern: /\bcreate\s+(or\s+replace\s+)?(function|procedure|rule)\b/gi, where: driver, why: hidden },
  { pattern: /\bdo\s+\$/gi, where: driver, why: hidden },
  {
    pattern: /\bpg_(try_)?advisory_/g,
    where: (path) => driver(path) && path !== migrations,
    why: "a lock that belongs to no row is one node's alone where rows are spread: lock the realm",
  },
  {
    pattern: /\block\s+table\b/gi,
    where: driver,
    why: "every realm would wait for one: lock the realm",
  },
];

/**
 * The statements of drivers ask for nothing that binds the tables to one machine, or happens behind the reader's back, and
 * no two that are prepared have one name: a connection that had prepared the one would refuse the other.
 */
export function checkSql(tree: Tree): Finding[] {
  return [...forbiddenIn(tree), ...sharedNamesIn(tree)];
}

function forbiddenIn(tree: Tree): Finding[] {
  return tree.paths.flatMap((path) => {
    const rules = forbidden.filter(({ where }) => where(path));
    if (rules.length === 0) return [];
    const text = tree.read(path);
    return rules.flatMap(({ pattern, why }) =>
      [...text.matchAll(pattern)].map((match) => ({
        path,
        line: lineAt(text, match.index),
        message: `"${match[0]}": ${why}`,
      })),
    );
  });
}

function sharedNamesIn(tree: Tree): Finding[] {
  const first = new Map<string, string>();
  return tree.paths.filter(prepares).flatMap((path) => {
    const text = tree.read(path);
    return [...text.matchAll(/\bname: "([a-z-]+)"/g)].flatMap((match) => {
      const name = match[1] ?? "";
      const other = first.get(name);
      if (other === undefined) first.set(name, path);
      else
        return [{ path, line: lineAt(text, match.index), message: `${other} has a statement "${name}" too` }];
      return [];
    });
  });
}
