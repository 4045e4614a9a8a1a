/** What a server has kept, and whether it is what clients were told. */
import assert from "node:assert/strict";
import { paginateLookupEvents } from "@aws-sdk/client-cloudtrail";
import { GetUserPolicyCommand, ListGroupsForUserCommand, paginateListUsers } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { type Clients, clientsOf } from "./clients.ts";
import type { Door } from "./server.ts";
import type { Acknowledged } from "./workload.ts";

export interface Kept {
  /** Unique ids of users by name. */
  readonly users: ReadonlyMap<string, string>;
  /** Records of events that tell of no error, by request id. */
  readonly events: ReadonlyMap<string, Event>;
}

interface Event {
  readonly eventName: string;
  readonly requestParameters: { readonly userName?: string } | null;
  readonly responseElements: {
    readonly user?: { readonly userId: string };
    readonly credentials?: { readonly accessKeyId: string };
  } | null;
}

export async function keptBy({ iam, cloudtrail }: Clients): Promise<Kept> {
  const users = new Map<string, string>();
  for await (const { Users = [] } of paginateListUsers({ client: iam, pageSize: 1000 }, {})) {
    for (const { UserName = "", UserId = "" } of Users) users.set(UserName, UserId);
  }
  const events = new Map<string, Event>();
  for (const [AttributeKey, AttributeValue] of [
    ["ReadOnly", "false"],
    ["EventName", "GetSessionToken"],
  ] as const) {
    const wanted = { LookupAttributes: [{ AttributeKey, AttributeValue }] };
    for await (const { Events = [] } of paginateLookupEvents({ client: cloudtrail, pageSize: 50 }, wanted)) {
      for (const { CloudTrailEvent = "" } of Events) {
        const record = JSON.parse(CloudTrailEvent);
        if (record.errorCode === undefined) events.set(record.requestID, record);
      }
    }
  }
  return { users, events };
}

export function changesAreThere(told: Acknowledged, { users, events }: Kept): void {
  for (const [requestId, operation] of told.changes) {
    assert.equal(events.get(requestId)?.eventName, operation, `${operation} ${requestId} has no event`);
  }
  for (const [requestId, accessKeyId] of told.sessions) {
    assert.equal(events.get(requestId)?.responseElements?.credentials?.accessKeyId, accessKeyId);
  }
  for (const [name, id] of told.users) {
    if (told.left.has(name)) assert.ok(!users.has(name), `${name} came back`);
    else if (!told.leaving.has(name)) assert.equal(users.get(name), id, `${name} is lost`);
  }
}

/** What nobody was told of happened whole or not at all: users and the events of their making agree. */
export function nothingIsHalf({ users, events }: Kept): void {
  const made = new Map<string, string>();
  const deleted = new Set<string>();
  for (const { eventName, requestParameters, responseElements } of events.values()) {
    const name = requestParameters?.userName ?? "";
    if (eventName === "CreateUser") made.set(name, responseElements?.user?.userId ?? "");
    if (eventName === "DeleteUser") deleted.add(name);
  }
  for (const name of deleted) made.delete(name);
  assert.deepEqual(new Map([...made].sort()), new Map([...users].sort()));
}

async function partsAreThere(told: Acknowledged, door: Door, { iam }: Clients): Promise<void> {
  const policies = [...told.policies].map(async (UserName) => {
    const { PolicyDocument } = await iam.send(new GetUserPolicyCommand({ UserName, PolicyName: "Own" }));
    assert.ok(PolicyDocument?.includes(UserName));
  });
  const groups = [...told.members].map(async ([UserName, group]) => {
    const { Groups = [] } = await iam.send(new ListGroupsForUserCommand({ UserName }));
    assert.deepEqual(
      Groups.map(({ GroupName }) => GroupName),
      [group],
    );
  });
  const keys = told.keys.map(async (key) => {
    assert.ok((await clientsOf(door, key).sts.send(new GetCallerIdentityCommand({}))).Arn);
  });
  await Promise.all([...policies, ...groups, ...keys]);
}

/** Fails where anything that was acknowledged is lost, or anything is there in half. */
export async function allIsThere(told: readonly Acknowledged[], door: Door, clients: Clients): Promise<void> {
  const kept = await keptBy(clients);
  for (const each of told) changesAreThere(each, kept);
  nothingIsHalf(kept);
  const last = told.at(-1);
  if (last !== undefined) await partsAreThere(last, door, clients);
}
