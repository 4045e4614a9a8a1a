/** Clients that change an account without a pause, and what each was told. */
import { randomUUID } from "node:crypto";
import {
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateUserCommand,
  DeleteUserCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { type Clients, credentialsOf, policy } from "./clients.ts";
import type { Credentials } from "./server.ts";

/** What was acknowledged. Whatever was under way at the end is in none of it, and may or may not have happened. */
export interface Acknowledged {
  /** Request ids of changes, with the operation's name. */
  readonly changes: Map<string, string>;
  /** Unique ids of users by name. */
  readonly users: Map<string, string>;
  /** The group that each user was put into. */
  readonly members: Map<string, string>;
  readonly policies: Set<string>;
  readonly keys: Credentials[];
  /** Access key ids of sessions by request id. */
  readonly sessions: Map<string, string>;
  /** Users whose deletion was asked for. */
  readonly leaving: Set<string>;
  /** Users whose deletion was acknowledged. */
  readonly left: Set<string>;
}

export function nothingYet(): Acknowledged {
  return {
    changes: new Map(),
    users: new Map(),
    members: new Map(),
    policies: new Set(),
    keys: [],
    sessions: new Map(),
    leaving: new Set(),
    left: new Set(),
  };
}

/**
 * Works until the server does not answer. A refusal that is not the server's end is an error of the test.
 *
 * @param acknowledged told of every answer, when it comes
 * @param end ends it after the round that is under way
 * @param late told of every refusal because the database did not answer in time, which then is no error: what was asked
 * was not acknowledged
 */
export async function work(
  clients: Clients,
  told: Acknowledged,
  acknowledged: () => void,
  end?: AbortSignal,
  late?: () => void,
): Promise<void> {
  while (end?.aborted !== true) {
    try {
      await workInGroup(clients, told, acknowledged, end);
    } catch (error) {
      if (isConnectionLoss(error)) return;
      const { Code } = error as { readonly Code?: string };
      if (late === undefined || Code !== "ServiceUnavailable") throw error;
      late();
    }
  }
}

async function workInGroup(
  { iam, sts }: Clients,
  told: Acknowledged,
  acknowledged: () => void,
  end?: AbortSignal,
): Promise<void> {
  const note = (operation: string, requestId: string | undefined): void => {
    told.changes.set(requestId ?? "", operation);
    acknowledged();
  };
  // One for all rounds, however many there will be: an account may have 300 groups.
  const GroupName = `g-${randomUUID()}`;
  note("CreateGroup", (await iam.send(new CreateGroupCommand({ GroupName }))).$metadata.requestId);
  while (end?.aborted !== true) {
    const name = `u-${randomUUID()}`;
    const UserName = name;
    const made = await iam.send(new CreateUserCommand({ UserName }));
    told.users.set(name, made.User?.UserId ?? "");
    note("CreateUser", made.$metadata.requestId);

    const { AccessKey: key, $metadata } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    told.keys.push(credentialsOf(key));
    note("CreateAccessKey", $metadata.requestId);

    const document = policy({ Effect: "Allow", Action: "s3:Get*", Resource: `arn:aws:s3:::${name}/*` });
    const put = { UserName, PolicyName: "Own", PolicyDocument: document };
    note("PutUserPolicy", (await iam.send(new PutUserPolicyCommand(put))).$metadata.requestId);
    told.policies.add(name);

    const joined = await iam.send(new AddUserToGroupCommand({ GroupName, UserName }));
    told.members.set(name, GroupName);
    note("AddUserToGroup", joined.$metadata.requestId);

    const session = await sts.send(new GetSessionTokenCommand({}));
    told.sessions.set(session.$metadata.requestId ?? "", session.Credentials?.AccessKeyId ?? "");

    const passing = `p-${randomUUID()}`;
    const came = await iam.send(new CreateUserCommand({ UserName: passing }));
    told.users.set(passing, came.User?.UserId ?? "");
    note("CreateUser", came.$metadata.requestId);
    told.leaving.add(passing);
    const gone = await iam.send(new DeleteUserCommand({ UserName: passing }));
    told.left.add(passing);
    note("DeleteUser", gone.$metadata.requestId);
  }
}

const lost: ReadonlySet<string> = new Set(["ECONNRESET", "ECONNREFUSED", "EPIPE"]);

function isConnectionLoss(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: unknown };
  return lost.has(code ?? "") || (cause !== undefined && isConnectionLoss(cause));
}
