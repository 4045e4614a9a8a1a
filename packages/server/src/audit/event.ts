import type { Operation, ServiceModel } from "@portcullis/aws-model";
import type { Caller } from "@portcullis/directory";
import type { Found } from "@portcullis/services";
import type { EventRow } from "@portcullis/storage";
import { accountRealm } from "../realms/realm-names.ts";
import { bounds } from "./bounds.table.ts";
import { relatedEventId } from "./event-id.ts";
import { eventResources } from "./event-resources.ts";
import { eventTime } from "./event-time.ts";
import { columnText, quote } from "./json-text.ts";
import { recordedAnswers } from "./read-only.table.ts";
import { requestParameters, responseElements } from "./record-value.ts";
import { foreignIdentity, nameOf, userIdentity } from "./user-identity.ts";

export { newEventId } from "./event-id.ts";
export { isReadOnly } from "./read-only.ts";

/** A call whose caller was proved: what happened, as the pipeline knows it. */
export interface AuditedCall {
  readonly requestId: string;
  /** Drawn once a request by `newEventId`. */
  readonly eventId: string;
  /** The number of the event under its writer; a row in another account's realm has the same. */
  readonly sequence: number;
  readonly writer: string;
  /** Epoch milliseconds of the server's clock. */
  readonly time: number;
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
  readonly tls: { readonly version: string; readonly cipher: string } | undefined;
  /** The Host header. */
  readonly host: string | undefined;
  readonly region: string;
  readonly service: ServiceModel;
  /** undefined: the caller asked for something that the service's model does not have. */
  readonly operation: Operation | undefined;
  readonly readOnly: boolean;
  readonly caller: Caller;
  /** As decoded, valid or not. */
  readonly input: unknown;
  /** undefined where the call was refused. */
  readonly output: unknown;
  readonly failure: { readonly code: string; readonly message: string } | undefined;
  readonly found: Found;
  /** Accounts other than the caller's whose resources were used: a role that was assumed across accounts. */
  readonly otherAccounts: readonly string[];
}

/** The newest version of the format. */
export const EVENT_VERSION = "1.11";

/** eventName where the service has no such operation; what the caller called it is not recorded. */
const UNKNOWN_OPERATION = "UnknownOperation";

/**
 * The events of a call: one in the caller's account, and, where the call succeeded, one in each other account whose
 * resources it used, under the same sharedEventID. A refused call used nothing of another account's, so that nobody
 * can fill another account's history.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function eventRows(call: AuditedCall): readonly EventRow[] {
  const { caller, operation, failure } = call;
  const resources =
    operation === undefined ? [] : eventResources(operation, call.input, call.output, call.found);
  const others =
    call.otherAccounts.length === 0 || failure !== undefined
      ? []
      : [...new Set(call.otherAccounts)].filter((account) => account !== caller.account);
  const shared = others.length === 0 ? "" : relatedEventId(call.eventId, "shared");
  const parts = partsOf(call);
  const own = row(call, resources, {
    account: caller.account,
    id: call.eventId,
    record: recordText(call, parts, userIdentity(caller), caller.account, call.eventId, shared),
    userName: nameOf(caller),
    accessKeyId: caller.accessKeyId,
  });
  if (others.length === 0) return [own];
  const identity = foreignIdentity(caller);
  return [
    own,
    ...others.map((account) => {
      const id = relatedEventId(call.eventId, account);
      const record = recordText(call, parts, identity, account, id, shared);
      return row(call, resources, { account, id, record, userName: undefined, accessKeyId: undefined });
    }),
  ];
}

interface Side {
  readonly account: string;
  readonly id: string;
  readonly record: string;
  readonly userName: string | undefined;
  readonly accessKeyId: string | undefined;
}

function row(call: AuditedCall, resources: EventRow["resources"], side: Side): EventRow {
  return {
    realm: accountRealm(side.account),
    writer: call.writer,
    sequence: call.sequence,
    id: side.id,
    time: call.time,
    name: call.operation?.name ?? UNKNOWN_OPERATION,
    source: call.service.eventSource,
    readOnly: call.readOnly,
    userName: side.userName === undefined ? undefined : columnText(side.userName, bounds.resourceName),
    accessKeyId: side.accessKeyId,
    resources,
    record: side.record,
  };
}

/** The parts of a record that every account sees alike, as JSON texts. */
interface Parts {
  readonly parameters: string;
  readonly response: string;
  /** The record's own `resources`, with its comma; CloudTrail gives them for sessions. */
  readonly resources: string;
}

const nothing: Parts = { parameters: "null", response: "null", resources: "" };
const omitted: Parts = { parameters: '{"omitted":true}', response: '{"omitted":true}', resources: "" };

function partsOf(call: AuditedCall): Parts {
  const { operation, output, readOnly } = call;
  if (operation === undefined) return nothing;
  const answered =
    output !== undefined &&
    call.failure === undefined &&
    (!readOnly || recordedAnswers.has(`${operation.service}:${operation.name}`));
  return {
    parameters: requestParameters(operation, call.input, incomingTags(call)),
    response: answered ? responseElements(operation, output) : "null",
    resources: operation.service === "sts" ? usedResources(call.found) : "",
  };
}

/**
 * The tags that a session hands on when it assumes a role.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_ctlogs
 */
function incomingTags({ operation, caller: { session } }: AuditedCall): string {
  if (session === undefined || session.transitiveTagKeys.length === 0) return "";
  if (operation?.service !== "sts" || operation.name !== "AssumeRole") return "";
  const keys = new Set(session.transitiveTagKeys.map((key) => key.toLowerCase()));
  const tags = session.tags.filter(({ key }) => keys.has(key.toLowerCase()));
  if (tags.length === 0) return "";
  const texts = tags.map(({ key, value }) => `${quote(key, bounds.value)}:${quote(value, bounds.value)}`);
  return `"incomingTransitiveTags":{${texts.join(",")}}`;
}

function usedResources(found: Found): string {
  const texts: string[] = [];
  for (const { arn, account, cloudType } of Object.values(found)) {
    if (account === undefined || account === "") continue;
    const place = quote(arn, bounds.resourceName);
    texts.push(`{"accountId":${quote(account, 64)},"type":"${cloudType}","ARN":${place}}`);
  }
  return texts.length === 0 ? "" : `"resources":[${texts.join(",")}],`;
}

function recordText(
  call: AuditedCall,
  parts: Parts,
  identity: string,
  account: string,
  id: string,
  sharedId: string,
): string {
  const text = compose(call, parts, identity, account, id, sharedId);
  if (text.length * 3 <= bounds.record || Buffer.byteLength(text) <= bounds.record) return text;
  return compose(call, omitted, identity, account, id, sharedId);
}

/**
 * INVARIANT: what comes from outside is quoted. The rest, ids, regions, names of the model, account numbers, are
 * letters, digits, dots and dashes.
 */
function compose(
  call: AuditedCall,
  { parameters, response, resources }: Parts,
  identity: string,
  account: string,
  id: string,
  sharedId: string,
): string {
  const { failure, userAgent } = call;
  const agent = userAgent === undefined ? "" : `,"userAgent":${quote(userAgent, bounds.userAgent)}`;
  const error = failure === undefined ? "" : errorText(failure, call.operation);
  const shared = sharedId === "" ? "" : `,"sharedEventID":"${sharedId}"`;
  return `{"eventVersion":"${EVENT_VERSION}","userIdentity":${identity},"eventTime":"${eventTime(call.time)}","eventSource":"${
    call.service.eventSource
  }","eventName":"${call.operation?.name ?? UNKNOWN_OPERATION}","awsRegion":${quote(call.region, 64)},"sourceIPAddress":${quote(
    call.sourceIp,
    64,
  )}${agent}${error},"requestParameters":${parameters},"responseElements":${response},"requestID":"${
    call.requestId
  }","eventID":"${id}","readOnly":${call.readOnly},${
    resources
  }"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"${account}"${shared},"eventCategory":"Management"${tlsText(call)}}`;
}

/**
 * CloudTrail calls an error as the model does, `NoSuchEntityException`, where the answer says `NoSuchEntity`. The
 * message that an operation is unknown repeats what the caller called it, and is not recorded.
 */
function errorText(failure: NonNullable<AuditedCall["failure"]>, operation: Operation | undefined): string {
  const modelled = operation?.errors.find(({ code }) => code === failure.code)?.shapeName;
  const code = `,"errorCode":${quote(modelled ?? failure.code, bounds.errorCode)}`;
  if (operation === undefined) return code;
  return `${code},"errorMessage":${quote(failure.message, bounds.errorMessage)}`;
}

function tlsText({ tls, host }: AuditedCall): string {
  if (tls === undefined) return "";
  const name = host === undefined ? "" : `,"clientProvidedHostHeader":${quote(host, bounds.host)}`;
  return `,"tlsDetails":{"tlsVersion":${quote(tls.version, 32)},"cipherSuite":${quote(tls.cipher, 64)}${name}}`;
}
