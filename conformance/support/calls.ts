/** Calls by name, signed and without a client's types: what is sent is what is written. */
import assert from "node:assert/strict";
import { recorded } from "./balanced.ts";
import type { Credentials, Door } from "./server.ts";
import { form, type Received, send, signed } from "./wire.ts";

export type Parameters = Readonly<Record<string, string>>;

export interface Calls {
  readonly credentials: Credentials;
  readonly iam: (action: string, parameters?: Parameters) => Promise<Received>;
  readonly sts: (action: string, parameters?: Parameters) => Promise<Received>;
  /** Of CloudTrail. */
  readonly lookUp: (input?: object) => Promise<Received>;
  /** Of our own service. */
  readonly own: (operation: string, input?: object) => Promise<Received>;
}

const versions = { iam: "2010-05-08", sts: "2011-06-15" } as const;
const targets = {
  cloudtrail: "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101",
  portcullis: "Portcullis_20261101",
} as const;

/** The calls of one holder of credentials. */
export function callsOf(door: Door, credentials: Credentials): Calls {
  const sent = async (service: string, headers: readonly string[], body: string) =>
    send(door.port, await signed(door.port, { headers, body }, { service, credentials }));
  const query =
    (service: keyof typeof versions) =>
    (action: string, parameters: Parameters = {}) =>
      sent(service, ["Content-Type", form], formOf(service, action, parameters));
  const json = (service: keyof typeof targets, operation: string, input: object) => {
    const target = `${targets[service]}.${operation}`;
    const headers = ["Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", target];
    return sent(service, headers, JSON.stringify(input));
  };
  return {
    credentials,
    iam: query("iam"),
    sts: query("sts"),
    lookUp: (input = {}) => json("cloudtrail", "LookupEvents", input),
    own: (operation, input = {}) => json("portcullis", operation, input),
  };
}

/** The body of a call in the query protocol. */
export function formOf(service: keyof typeof versions, action: string, parameters: Parameters = {}): string {
  return new URLSearchParams({ Action: action, Version: versions[service], ...parameters }).toString();
}

/** The answer of a call that must succeed. */
export async function done(call: Promise<Received>): Promise<Received> {
  const answer = await call;
  assert.equal(answer.status, 200, `${answer.code}: ${answer.message}`);
  return answer;
}

/** The text of an XML answer's first element of that name. */
export function textOf({ body }: Received, element: string): string {
  const text = new RegExp(`<${element}>([^<]*)</${element}>`).exec(body)?.[1];
  assert.ok(text !== undefined, `the answer has no ${element}`);
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** The credentials in an answer. */
export function credentialsIn(answer: Received): Credentials {
  const sessionToken = /<SessionToken>([^<]*)</.exec(answer.body)?.[1];
  return {
    accessKeyId: textOf(answer, "AccessKeyId"),
    secretAccessKey: textOf(answer, "SecretAccessKey"),
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}

/** What a refusal says, without what differs from one call to the next. */
export function refusal({ status, code, message }: Received) {
  return { status, code, message };
}

/** A new user of an account, with a key. */
export async function newUser(door: Door, root: Calls, UserName: string): Promise<Calls> {
  await done(root.iam("CreateUser", { UserName }));
  return callsOf(door, credentialsIn(await done(root.iam("CreateAccessKey", { UserName }))));
}

/** An event as LookupEvents gives it, with its record read. */
export interface LookedUp {
  readonly EventId: string;
  readonly EventName: string;
  readonly Username?: string;
  readonly AccessKeyId?: string;
  // biome-ignore lint/suspicious/noExplicitAny: a record has whatever members a test looks at
  readonly record: any;
  /** The record as it is kept. */
  readonly text: string;
}

/** The events of the caller's account, newest first, page by page. */
export async function eventsOf(calls: Calls, input: object = {}): Promise<readonly LookedUp[]> {
  const events: LookedUp[] = [];
  let NextToken: string | undefined;
  await recorded();
  do {
    const answer = await done(calls.lookUp({ ...input, ...(NextToken && { NextToken }) }));
    const page = JSON.parse(answer.body);
    for (const { CloudTrailEvent, ...event } of page.Events) {
      events.push({ ...event, record: JSON.parse(CloudTrailEvent), text: CloudTrailEvent });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return events;
}
