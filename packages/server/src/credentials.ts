import {
  type AccessKey,
  accountOfAccessKeyId,
  type Caller,
  callerOfKey,
  callerOfSession,
  type RealmState,
} from "@portcullis/directory";
import { type OpenedSession, openField, revealText, type Session, type SigningKey } from "@portcullis/keys";
import { StorageError } from "@portcullis/storage";
import { deriveSigningKey, type Presented } from "@portcullis/wire";
import { hashing } from "./hashing.ts";
import { accountRealm } from "./realms/realm-names.ts";
import type { Runtime } from "./runtime.ts";
import { andThen, type Soon } from "./soon.ts";

/** A credential that exists; nothing is proved until its signature is. */
export interface Credential {
  readonly account: string;
  readonly signingKey: SigningKey;
  readonly opened: OpenedSession | undefined;
  readonly accessKeyId: string;
}

/**
 * The credential that a head presents. undefined: there is none such, in AWS's words an invalid token. Work is small
 * and bounded: what is in memory, or one indexed read within the bounds of the network that asks; no realm is loaded
 * and nothing is remembered. Rejects with a `StorageError`.
 * @param address where the request came from
 */
export function findCredential(
  runtime: Runtime,
  presented: Presented,
  address: string,
): Soon<Credential | undefined> {
  return presented.sessionToken === undefined
    ? longTerm(runtime, presented, address)
    : (temporary(runtime, presented, presented.sessionToken) ?? noSuchSession(runtime));
}

/** A token that does not open may be sealed with a key that other nodes have made since this one was cut off. */
function noSuchSession(runtime: Runtime): Soon<undefined> {
  const { realms, follower } = runtime;
  return andThen(follower.confirm([realms.installationRealm]), (confirmed) => {
    if (!confirmed) throw new StorageError("away", "nobody can say whether there is such a session");
    return unopened(runtime);
  });
}

/** Throws a `StorageError` where what did not open may do so once the data keys are read again. */
export function unopened({ keys }: Pick<Runtime, "keys">): undefined {
  if (keys.behind()) throw new StorageError("away", "nobody can say whether it would open under newer keys");
  return undefined;
}

function temporary(runtime: Runtime, presented: Presented, token: string): Credential | undefined {
  const opened = runtime.sessions.open(token, presented.keyId);
  if (opened === undefined || opened.session.incarnation !== runtime.incarnation) return undefined;
  const signingKey = runtime.signingKeys.of(opened, presented, () =>
    derive(presented, revealText(opened.secretAccessKey)),
  );
  if (signingKey === undefined) return undefined;
  return { account: opened.session.account, signingKey, opened, accessKeyId: presented.keyId };
}

function longTerm(runtime: Runtime, presented: Presented, address: string): Soon<Credential | undefined> {
  const { keyId } = presented;
  return andThen(accountOfAccessKeyId(keyId) ?? locatedAccount(runtime, keyId, address), (account) => {
    if (account === undefined) return undefined;
    return andThen(credentialIn(runtime, presented, address, account), (credential) =>
      credential === undefined ? afterConfirming(runtime, presented, address, account) : credential,
    );
  });
}

function credentialIn(
  runtime: Runtime,
  presented: Presented,
  address: string,
  account: string,
): Soon<Credential | undefined> {
  if (!isActive(runtime, account)) return undefined;
  return andThen(findKey(runtime, account, presented.keyId, address), (key) =>
    key?.status === "Active" ? credentialOf(runtime, presented, account, key) : undefined,
  );
}

/**
 * That there is no such key is said of the newest state only: another node may have made it just now. However many
 * ask for keys that do not exist, they share the queries that they cause.
 */
function afterConfirming(
  runtime: Runtime,
  presented: Presented,
  address: string,
  account: string,
): Soon<Credential | undefined> {
  const { realms, follower } = runtime;
  const heldAccount = realms.held(account);
  const before = { installation: realms.installation(), account: heldAccount?.current() };
  const involved = heldAccount === undefined ? [] : [heldAccount];
  return andThen(follower.confirm([realms.installationRealm, ...involved]), (confirmed) => {
    // Clients take "there is no such key" for final, and another node may know better.
    if (!confirmed) throw new StorageError("away", "nobody can say whether there is such a key");
    const moved =
      before.installation !== realms.installation() || before.account !== realms.held(account)?.current();
    return moved ? credentialIn(runtime, presented, address, account) : undefined;
  });
}

function credentialOf(
  runtime: Runtime,
  presented: Presented,
  account: string,
  key: AccessKey,
): Credential | undefined {
  const signingKey = runtime.signingKeys.of(key, presented, () => {
    const place = { realm: accountRealm(account), kind: "access-key", id: key.id, field: "secret" };
    const secret = openField(runtime.ring, place, key.secret);
    return secret === undefined ? undefined : derive(presented, revealText(secret));
  });
  if (signingKey === undefined) return unopened(runtime);
  return { account, signingKey, opened: undefined, accessKeyId: key.id };
}

function derive(presented: Presented, secret: string) {
  return deriveSigningKey(secret, presented.date, presented.region, presented.service, hashing);
}

/** Whether there is such an account, and it is not closed. */
export function isActive(runtime: Pick<Runtime, "realms">, account: string): boolean {
  return runtime.realms.installation().byId.enrollment.get(account)?.state === "active";
}

/** An id that spells no account may have been given to one by the operator. */
async function locatedAccount(runtime: Runtime, keyId: string, address: string): Promise<string | undefined> {
  const realm = await runtime.lookUps.locate(keyId, address);
  return realm?.startsWith("account/") ? realm.slice("account/".length) : undefined;
}

function findKey(
  runtime: Runtime,
  account: string,
  keyId: string,
  address: string,
): Soon<AccessKey | undefined> {
  const state = runtime.realms.held(account)?.current();
  return state === undefined
    ? runtime.lookUps.readKey(account, keyId, address)
    : state.byId["access-key"].get(keyId);
}

export type Refused = "expired" | "invalid";

/** The account whose credentials asked for a session that a stale node issued. */
export function issuerAccount({ opened }: Credential): string | undefined {
  if (opened === undefined || !opened.session.stale) return undefined;
  const { issuer } = opened.session;
  return issuer.kind === "federation" ? undefined : accountOfAccessKeyId(issuer.accessKeyId);
}

/**
 * Whether the credentials that asked for a session would still be accepted, as far as they were taken away since: they
 * may have expired. Without the state of their account they are not.
 */
function issuerCounts(
  runtime: Pick<Runtime, "realms">,
  state: RealmState | undefined,
  { issuer }: Session,
): boolean {
  if (issuer.kind === "federation") return true;
  if (state === undefined) return false;
  const account = state.realm.slice("account/".length);
  if (!isActive(runtime, account)) return false;
  if (issuer.kind === "key") {
    const key = state.byId["access-key"].get(issuer.accessKeyId);
    if (key?.status !== "Active") return false;
    return key.owner === account || state.byId.user.has(key.owner);
  }
  const { principalId, issued } = issuer;
  const own = state.byId.account.get(account);
  const principal =
    principalId === account ? own : (state.byId.user.get(principalId) ?? state.byId.role.get(principalId));
  if (own === undefined || principal === undefined) return false;
  return issued >= (own.sessionsNotBefore ?? 0) && issued >= (principal.sessionsNotBefore ?? 0);
}

/**
 * Who a proved credential is at one revision of its account. Asked on every use, so that nothing remembered ever
 * answers whether a credential still counts.
 * @param issuer the state of the account that `issuerAccount` names
 * @param now epoch milliseconds of the server's clock
 */
export function callerOf(
  runtime: Pick<Runtime, "partition" | "realms">,
  home: RealmState,
  credential: Credential,
  issuer: RealmState | undefined,
  now: number,
): Caller | Refused {
  const { partition } = runtime;
  const { opened, account, accessKeyId } = credential;
  if (!isActive(runtime, account)) return "invalid";
  if (opened === undefined) {
    const key = home.byId["access-key"].get(accessKeyId);
    return (key === undefined ? undefined : callerOfKey(partition, home, account, key)) ?? "invalid";
  }
  const { session } = opened;
  if (now >= session.expires) return "expired";
  // A clock that was set back does not make sessions older than they are; one second is drift.
  if (session.issued > now + 1000) return "invalid";
  if (session.stale && !issuerCounts(runtime, issuer, session)) return "invalid";
  return callerOfSession(partition, home, session) ?? "invalid";
}
