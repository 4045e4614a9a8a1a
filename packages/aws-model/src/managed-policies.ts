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

/** A row of managed-policies.json, by path and name. The document is JSON without spaces. */
export type ManagedPolicyRow = readonly [
  policyId: string,
  versionId: string,
  created: string,
  updated: string,
  document: string,
];

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

function policy(
  key: string,
  [policyId, versionId, created, updated, document]: ManagedPolicyRow,
): ManagedPolicy {
  const slash = key.lastIndexOf("/") + 1;
  return Object.freeze({
    name: key.slice(slash),
    path: key.slice(0, slash),
    policyId,
    defaultVersionId: versionId,
    createDate: Date.parse(created),
    updateDate: Date.parse(updated),
    get document() {
      return JSON.stringify(JSON.parse(document), null, 4);
    },
  });
}
