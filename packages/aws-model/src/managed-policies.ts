/** AWS's managed policies in their latest versions. */
import table from "./generated/managed-policies.json" with { type: "json" };

export interface ManagedPolicy {
  readonly name: string;
  /** `/`, `/service-role/`, … */
  readonly path: string;
  /** 21 characters; stable, but not the one that AWS uses. */
  readonly policyId: string;
  /** AWS's number of the latest version, `v3`: the only one that is here, and the default. */
  readonly defaultVersionId: string;
  /** Epoch milliseconds. */
  readonly createDate: number;
  /** Of the latest version, epoch milliseconds. */
  readonly updateDate: number;
  readonly description?: string;
  /** The text, indented as AWS shows it. Made anew at each read: keep what is derived from it, not the text. */
  readonly document: string;
}

/**
 * A row of managed-policies.json: `<policy id> <version id> <created> <updated> <document>`, parted by single
 * spaces; the document is JSON without spaces of its own, after `swapQuotes`.
 */
export type ManagedPolicyRow = string;

/**
 * Exchanges double quotes and backticks; done twice, it changes nothing. A string without escapes is read four
 * times faster from JSON, and this file is read at every start.
 */
export function swapQuotes(text: string): string {
  return text.replace(/["`]/g, (quote) => (quote === '"' ? "`" : '"'));
}

let read: ReadonlyMap<string, ManagedPolicy> | undefined;
let list: readonly ManagedPolicy[] | undefined;

/** All of them, sorted by path and name. Each is one object for the life of the process. */
export function managedPolicies(): readonly ManagedPolicy[] {
  list ??= Object.freeze([...byKey().values()]);
  return list;
}

/** The policy with this path and name, e.g. `/service-role/AWSLambdaRole`; undefined where there is none. */
export function managedPolicy(pathAndName: string): ManagedPolicy | undefined {
  return byKey().get(pathAndName);
}

function byKey(): ReadonlyMap<string, ManagedPolicy> {
  read ??= new Map(
    Object.entries(table.policies as unknown as Readonly<Record<string, ManagedPolicyRow>>).map(
      ([key, row]) => [key, policy(key, row)],
    ),
  );
  return read;
}

function policy(key: string, row: ManagedPolicyRow): ManagedPolicy {
  const [policyId, defaultVersionId, created, updated] = row.split(" ", 4);
  const slash = key.lastIndexOf("/") + 1;
  return Object.freeze({
    name: key.slice(slash),
    path: key.slice(0, slash),
    policyId: policyId!,
    defaultVersionId: defaultVersionId!,
    createDate: Date.parse(created!),
    updateDate: Date.parse(updated!),
    get document() {
      return JSON.stringify(JSON.parse(compactDocument(row)), null, 4);
    },
  });
}

/** The document of a row as JSON without spaces. */
export function compactDocument(row: ManagedPolicyRow): string {
  let start = 0;
  for (let field = 0; field < 4; field++) start = row.indexOf(" ", start) + 1;
  return swapQuotes(row.slice(start));
}
