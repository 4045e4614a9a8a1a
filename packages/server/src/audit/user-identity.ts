import type { Caller, Role, User } from "@portcullis/directory";
import { eventTime } from "./event-time.ts";

interface Remembered {
  readonly holder: User | Role | undefined;
  readonly accessKeyId: string;
  readonly text: string;
}

/** On the session, or on the user behind a long-term key: both are immutable, and a change replaces the user. */
const remembered = new WeakMap<object, Remembered>();

/**
 * CloudTrail's userIdentity, as JSON text.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function userIdentity(caller: Caller): string {
  const place = caller.session ?? caller.user;
  if (place === undefined) return identityText(caller);
  const holder = caller.user ?? caller.role;
  const kept = remembered.get(place);
  if (kept !== undefined && kept.holder === holder && kept.accessKeyId === caller.accessKeyId) {
    return kept.text;
  }
  const text = identityText(caller);
  remembered.set(place, { holder, accessKeyId: caller.accessKeyId, text });
  return text;
}

/**
 * How the account of a role that was assumed from another account sees the caller: no name, no key, no tags.
 * Source: the cross-account example of https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export function foreignIdentity(caller: Caller): string {
  return JSON.stringify({ type: "AWSAccount", principalId: caller.userId, accountId: caller.account });
}

/** LookupEvents' Username: the user, the session's name, the federated user, `root`. */
export function nameOf({ principal, user, session }: Caller): string | undefined {
  switch (principal.kind) {
    case "root":
      return "root";
    case "user":
      return user?.name;
    case "role-session":
    case "federated-user":
      return session?.name;
  }
}

function identityText(caller: Caller): string {
  const { principal, account, accessKeyId, userId } = caller;
  const base = { principalId: userId, arn: principal.arn, accountId: account, accessKeyId };
  const context = sessionContext(caller);
  const delegate = caller.session?.delegate;
  const session = {
    ...(context === undefined ? {} : { sessionContext: context }),
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/temporary-delegation-cloudtrail.html
    ...(delegate === undefined ? {} : { invokedByDelegate: { accountId: delegate } }),
  };
  switch (principal.kind) {
    case "root":
      return JSON.stringify({ type: "Root", ...base, ...session });
    case "user":
      return JSON.stringify({ type: "IAMUser", ...base, userName: caller.user?.name, ...session });
    case "role-session":
      return JSON.stringify({ type: "AssumedRole", ...base, ...session });
    case "federated-user":
      return JSON.stringify({ type: "FederatedUser", ...base, ...session });
  }
}

function sessionContext(caller: Caller): object | undefined {
  const { session } = caller;
  if (session === undefined) return undefined;
  const issuer = sessionIssuer(caller);
  return {
    ...(issuer === undefined ? {} : { sessionIssuer: issuer }),
    attributes: {
      creationDate: eventTime(session.issued),
      mfaAuthenticated: String(session.mfaAt !== undefined),
    },
    ...(session.sourceIdentity === undefined ? {} : { sourceIdentity: session.sourceIdentity }),
  };
}

/** Who the session came from, where that is another principal than the session itself. */
function sessionIssuer({ principal, account, role, user }: Caller): object | undefined {
  switch (principal.kind) {
    case "root":
    case "user":
      return undefined;
    case "role-session":
      return {
        type: "Role",
        principalId: principal.id,
        arn: principal.roleArn,
        accountId: account,
        userName: role?.name,
      };
    case "federated-user":
      return {
        type: user === undefined ? "Root" : "IAMUser",
        principalId: principal.id,
        arn: principal.userArn,
        accountId: account,
        ...(user === undefined ? {} : { userName: user.name }),
      };
  }
}
