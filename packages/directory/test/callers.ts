/** An account, and whoever calls from it. */
import {
  applyChanges,
  type Caller,
  type CallFacts,
  callerOfKey,
  callerOfSession,
  type Entity,
  emptyState,
  type RealmState,
  type SessionFacts,
} from "@portcullis/directory";
import { samples } from "./samples.ts";

export const account = "123456789012";
export const now = Date.UTC(2026, 0, 15, 12, 30, 15, 500);

export const facts: CallFacts = {
  now,
  sourceIp: "192.0.2.7",
  secureTransport: true,
  userAgent: "aws-cli/2",
  referer: undefined,
  region: "us-east-1",
};

const { boundary: _user, ...plainUser } = { ...samples.user, attached: [], inline: [], groups: [], tags: [] };
const { boundary: _role, ...plainRole } = { ...samples.role };
export const ann = { ...plainUser, sessionsNotBefore: 0 } as const;
export const worker = { ...plainRole, sessionsNotBefore: 0 } as const;

export function stateOf(...entities: readonly Entity[]): RealmState {
  const own: Entity = { kind: "account", id: account, created: 0 };
  return applyChanges(emptyState(`account/${account}`), { put: [own, ...entities], remove: [] }, 1, "1");
}

export const session: SessionFacts = {
  accessKeyId: "ASIAY34FZKBOKMUTVV7A",
  account,
  kind: "assumed-role",
  principalId: worker.id,
  name: "job",
  issued: now - 60_000,
  expires: now + 60_000,
  policyArns: [],
  tags: [],
  transitiveTagKeys: [],
  chained: false,
};

export const key = { ...samples["access-key"], owner: ann.id };

function must(caller: Caller | undefined): Caller {
  if (caller === undefined) throw new Error("nobody calls");
  return caller;
}

export function userCaller(home: RealmState): Caller {
  return must(callerOfKey("aws", home, account, key));
}

export function rootCaller(home: RealmState): Caller {
  return must(callerOfKey("aws", home, account, { ...key, owner: account }));
}

export function sessionCaller(home: RealmState, more: Partial<SessionFacts> = {}): Caller {
  return must(callerOfSession("aws", home, { ...session, ...more }));
}
