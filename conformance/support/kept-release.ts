/** An installation that a release left, as files, and what it answers. */
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeAccounts } from "./accounts.ts";
import { type Calls, callsOf, credentialsIn, done, eventsOf, newUser, type Parameters } from "./calls.ts";
import { filledFrom, makeAll } from "./change-runner.ts";
import { changes as allChanges } from "./changes.table.ts";
import { furnish, listsOf } from "./furnished-account.ts";
import { policy } from "./policy.ts";
import { passing, reads } from "./reads.table.ts";
import { type Credentials, type Door, startDurable } from "./server.ts";

/** What a client knows of the installation beside its files. All of it is for tests and opens nothing else. */
export interface Known {
  readonly accounts: readonly string[];
  /** Of each account's root user, in the same order. */
  readonly roots: readonly Credentials[];
  /** A user's own key, and a session of that user, long over. */
  readonly user: Credentials;
  readonly session: Credentials;
  /** Ids in the second account, by the elements of answers that they stood in. */
  readonly made: Parameters;
  /** The actions of the table of changes that were done in it. */
  readonly changes: readonly string[];
  /** When the events of its making were recorded, in epoch seconds. */
  readonly from: number;
  readonly to: number;
  /** See `sumOfEvents`. */
  readonly events: string;
}

/** A call that reads, and what was answered. */
export interface Answered {
  readonly account: string;
  readonly action: string;
  readonly parameters: Parameters;
  readonly status: number;
  /** Without the request's id. */
  readonly body: string;
}

export const installationFiles = ["portcullis.db", "master.key"] as const;
/** The second is the one that the tables of changes and reads speak of. */
const accounts = ["111122223333", "123456789012"] as const;

export const folderOf = (release: string) => join(import.meta.dirname, "../fixtures", release);

export function knownOf(release: string): Known {
  return JSON.parse(readFileSync(join(folderOf(release), "known.json"), "utf8"));
}

export function answersOf(release: string): readonly Answered[] {
  const lines = readFileSync(join(folderOf(release), "answers.jsonl"), "utf8")
    .split("\n")
    .slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

/** A data directory with copies of the kept files, in the modes that a server asks for. */
export function unpack(release: string, path: string): void {
  mkdirSync(path, { mode: 0o700 });
  for (const name of installationFiles) {
    copyFileSync(join(folderOf(release), name), join(path, name));
    chmodSync(join(path, name), 0o600);
  }
}

/** The actions of the table of changes, as it is. */
export const changeActions: readonly string[] = allChanges.map(([action]) => action);

/** Makes an installation by the sources as they are, and keeps it. */
export async function keepInstallation(release: string): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), "portcullis-keep-"));
  try {
    const path = join(temporary, "data");
    const roots = await makeAccounts(path, accounts);
    const known = await makeEverything(path, roots);
    const folder = folderOf(release);
    mkdirSync(folder, { recursive: true });
    if (existsSync(join(path, "portcullis.db-wal"))) throw new Error("the database was not closed");
    for (const name of installationFiles) copyFileSync(join(path, name), join(folder, name));
    writeFileSync(join(folder, "known.json"), `${JSON.stringify(known, undefined, 2)}\n`);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

/** Records what the sources as they are answer on an installation that was kept. */
export async function keepAnswers(release: string): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), "portcullis-keep-"));
  try {
    const path = join(temporary, "data");
    unpack(release, path);
    const known = knownOf(release);
    await using server = await startDurable(path, { root: known.roots[0]! });
    const answers = await answersTo(server, known, readsOf(known));
    const lines = answers.map((answer) => `${JSON.stringify(answer)}\n`);
    writeFileSync(join(folderOf(release), "answers.jsonl"), lines.join(""));
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

async function makeEverything(path: string, roots: readonly Credentials[]): Promise<Known> {
  const from = Math.floor(Date.now() / 1000);
  await using server = await startDurable(path, { root: roots[0]! });
  const [operator, tenant] = roots.map((root) => callsOf(server, root)) as [Calls, Calls];
  await furnish(operator, accounts[0]);
  const boundary = { PermissionsBoundary: `arn:aws:iam::${accounts[0]}:policy/p0` };
  const principal = { AWS: `arn:aws:iam::${accounts[0]}:user/u0` };
  const trust = policy({ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" });
  const changes: readonly (readonly [action: string, parameters: Parameters])[] = [
    ["UpdateUser", { UserName: "u1", NewPath: "/people/!/" }],
    ["PutUserPermissionsBoundary", { UserName: "u0", ...boundary }],
    ["PutRolePermissionsBoundary", { RoleName: "r0", ...boundary }],
    ["UpdateRole", { RoleName: "r0", Description: "for machines, é", MaxSessionDuration: "7200" }],
    ["UpdateAssumeRolePolicy", { RoleName: "r1", PolicyDocument: trust }],
    ["SetDefaultPolicyVersion", { PolicyArn: boundary.PermissionsBoundary, VersionId: "v2" }],
  ];
  for (const [action, parameters] of changes) await done(operator.iam(action, parameters));
  const made = await makeAll(server, tenant, operator);
  const user = await newUser(server, tenant, "ann");
  const PolicyDocument = policy({ Effect: "Allow", Action: "iam:GetUser", Resource: "*" });
  await done(tenant.iam("PutUserPolicy", { UserName: "ann", PolicyName: "own", PolicyDocument }));
  const session = credentialsIn(await done(user.sts("GetSessionToken", { DurationSeconds: "900" })));
  const to = Math.ceil(Date.now() / 1000);
  const own = { user: user.credentials, session, made };
  const known = { accounts, roots, ...own, changes: changeActions, from, to };
  return { ...known, events: await sumOfEvents(server, known) };
}

/** Of the records of all changes, in every account. */
export async function sumOfEvents(door: Door, known: Omit<Known, "events">): Promise<string> {
  const hash = createHash("sha256");
  const LookupAttributes = [{ AttributeKey: "ReadOnly", AttributeValue: "false" }];
  const query = { LookupAttributes, StartTime: known.from, EndTime: known.to };
  for (const root of known.roots) {
    for (const { text } of await eventsOf(callsOf(door, root), query)) hash.update(`${text}\n`);
  }
  return hash.digest("hex");
}

type Read = readonly [account: string, action: string, parameters: Parameters];

/** Every call that reads, of one or more of everything that is there; but what is told for some hours only. */
export function readsOf({ accounts: [operator = "", tenant = ""], made }: Known): readonly Read[] {
  const arn = (name: string) => `arn:aws:iam::${operator}:policy/${name}`;
  const each =
    (...names: string[]) =>
    (action: string, parameter: string) =>
      names.map((name): [string, Parameters] => [action, { [parameter]: name }]);
  const calls: readonly (readonly [string, Parameters])[] = [
    ...Object.entries(listsOf(operator)),
    ...each("u0", "u1", "u2")("GetUser", "UserName"),
    ...each("g0", "g1", "g2")("GetGroup", "GroupName"),
    ...each("r0", "r1", "r2")("GetRole", "RoleName"),
    ...each("i0", "i1", "i2")("GetInstanceProfile", "InstanceProfileName"),
    ...each(arn("p0"), arn("p1"), arn("p2"))("GetPolicy", "PolicyArn"),
  ];
  return [
    ...calls.map(([action, parameters]): Read => [operator, action, parameters]),
    ...reads
      .filter(([action]) => !passing.has(action))
      .map(([action, parameters]): Read => [tenant, action, filledFrom(made, parameters)]),
    [tenant, "GetUser", { UserName: "ann" }],
    [tenant, "GetUserPolicy", { UserName: "ann", PolicyName: "own" }],
    [tenant, "ListAccessKeys", { UserName: "ann" }],
  ];
}

export async function answersTo(
  door: Door,
  { accounts, roots }: Known,
  reads: readonly Read[],
): Promise<Answered[]> {
  const answers: Answered[] = [];
  for (const [account, action, parameters] of reads) {
    const calls = callsOf(door, roots[accounts.indexOf(account)]!);
    const { status, body } = await calls.iam(action, parameters);
    answers.push({ account, action, parameters, status, body: withoutId(body) });
  }
  return answers;
}

function withoutId(body: string): string {
  return body.replace(/<RequestId>[^<]*<\/RequestId>/, "<RequestId/>");
}
