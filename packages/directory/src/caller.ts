import type { Principal } from "@portcullis/policy";
import { assumedRoleArn, federatedUserArn, iamArn, rootArn } from "./arn.ts";
import type { AccessKey, Role, Tag, User } from "./entities.ts";
import type { RealmState } from "./state.ts";

/** What a session token says. Instants are epoch milliseconds. */
export interface SessionFacts {
  readonly accessKeyId: string;
  readonly account: string;
  readonly kind: "assumed-role" | "user-session" | "root-session" | "federated-user";
  /** Unique id of the role or user behind it; the account number for root's. */
  readonly principalId: string;
  /** Role session name or federated user's name; empty for sessions of the user itself. */
  readonly name: string;
  readonly issued: number;
  readonly expires: number;
  /** When MFA was proved; undefined: it was not. */
  readonly mfaAt?: number | undefined;
  /** Inline session policy as submitted. */
  readonly policy?: string | undefined;
  readonly policyArns: readonly string[];
  readonly tags: readonly Tag[];
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string | undefined;
  /** Assumed with the credentials of a role session. */
  readonly chained: boolean;
  /** Number of the partner's account that it was delegated to; the sessions that it assumes have it, too. */
  readonly delegate?: string | undefined;
}

/** A proved caller: who it is, and the entities that its permissions come from, at one revision of its account. */
export interface Caller {
  readonly principal: Exclude<Principal, { kind: "anonymous" | "service" | "web-identity" | "saml" }>;
  readonly account: string;
  readonly home: RealmState;
  readonly accessKeyId: string;
  /** The user (also behind its sessions), or undefined. */
  readonly user: User | undefined;
  readonly role: Role | undefined;
  readonly session: SessionFacts | undefined;
  /** As GetCallerIdentity and aws:userid give it. */
  readonly userId: string;
}

/** Unique id of the user, role or root user that a caller acts as, whichever session and of whichever name. */
export function actorId({ role, userId }: Caller): string {
  return role?.id ?? userId;
}

/** The caller behind a long-term key; undefined where its owner is no more. */
export function callerOfKey(
  partition: string,
  home: RealmState,
  account: string,
  key: AccessKey,
): Caller | undefined {
  if (key.status !== "Active") return undefined;
  if (key.owner === account) return rootCaller(partition, home, account, key.id, undefined);
  const user = home.byId.user.get(key.owner);
  if (user === undefined) return undefined;
  return userCaller(partition, home, account, key.id, user, undefined);
}

/**
 * The caller behind a session; undefined: its principal is no more, or its sessions were ended. Expiry is checked
 * elsewhere, since it has an answer of its own.
 */
export function callerOfSession(
  partition: string,
  home: RealmState,
  session: SessionFacts,
): Caller | undefined {
  const { account } = session;
  const own = home.byId.account.get(account);
  // The account's instant ends every session in it, whoever made it.
  if (own === undefined || session.issued < (own.sessionsNotBefore ?? 0)) return undefined;
  switch (session.kind) {
    case "root-session":
      if (session.principalId !== account) return undefined;
      return rootCaller(partition, home, account, session.accessKeyId, session);
    case "user-session": {
      const user = home.byId.user.get(session.principalId);
      if (user === undefined || session.issued < (user.sessionsNotBefore ?? 0)) return undefined;
      return userCaller(partition, home, account, session.accessKeyId, user, session);
    }
    case "federated-user":
      return federatedCaller(partition, home, session);
    case "assumed-role": {
      const role = home.byId.role.get(session.principalId);
      if (role === undefined || session.issued < (role.sessionsNotBefore ?? 0)) return undefined;
      return {
        principal: {
          kind: "role-session",
          arn: assumedRoleArn(partition, account, role.name, session.name),
          roleArn: iamArn(partition, account, "role", role.path, role.name),
          account,
          id: role.id,
        },
        account,
        home,
        accessKeyId: session.accessKeyId,
        user: undefined,
        role,
        session,
        userId: `${role.id}:${session.name}`,
      };
    }
  }
}

function rootCaller(
  partition: string,
  home: RealmState,
  account: string,
  accessKeyId: string,
  session: SessionFacts | undefined,
): Caller {
  return {
    principal: { kind: "root", arn: rootArn(partition, account), account },
    account,
    home,
    accessKeyId,
    user: undefined,
    role: undefined,
    session,
    userId: account,
  };
}

function userCaller(
  partition: string,
  home: RealmState,
  account: string,
  accessKeyId: string,
  user: User,
  session: SessionFacts | undefined,
): Caller {
  return {
    principal: {
      kind: "user",
      arn: iamArn(partition, account, "user", user.path, user.name),
      account,
      id: user.id,
    },
    account,
    home,
    accessKeyId,
    user,
    role: undefined,
    session,
    userId: user.id,
  };
}

function federatedCaller(partition: string, home: RealmState, session: SessionFacts): Caller | undefined {
  const { account } = session;
  const user = session.principalId === account ? undefined : home.byId.user.get(session.principalId);
  if (session.principalId !== account) {
    if (user === undefined || session.issued < (user.sessionsNotBefore ?? 0)) return undefined;
  }
  return {
    principal: {
      kind: "federated-user",
      arn: federatedUserArn(partition, account, session.name),
      userArn:
        user === undefined
          ? rootArn(partition, account)
          : iamArn(partition, account, "user", user.path, user.name),
      account,
      id: session.principalId,
    },
    account,
    home,
    accessKeyId: session.accessKeyId,
    user,
    role: undefined,
    session,
    userId: `${account}:${session.name}`,
  };
}

/**
 * The tags that aws:PrincipalTag sees: the user's or the role's, overridden by the session's. Keys compare without
 * case. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function principalTag(caller: Caller, key: string): string | undefined {
  const wanted = key.toLowerCase();
  const find = (tags: readonly Tag[]): string | undefined =>
    tags.find((tag) => tag.key.toLowerCase() === wanted)?.value;
  return find(caller.session?.tags ?? []) ?? find(caller.user?.tags ?? caller.role?.tags ?? []);
}

/** All of them, the session's first. */
export function principalTags({ session, user, role }: Caller): readonly Tag[] {
  const passed = session?.tags ?? [];
  const over = new Set(passed.map(({ key }) => key.toLowerCase()));
  const own = user?.tags ?? role?.tags ?? [];
  return [...passed, ...own.filter(({ key }) => !over.has(key.toLowerCase()))];
}
