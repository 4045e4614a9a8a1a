import type { EventRow } from "@portcullis/storage";
import { accountOf } from "../realms/realm-names.ts";
import { bounds } from "./bounds.table.ts";
import { EVENT_VERSION } from "./event.ts";
import { newEventId } from "./event-id.ts";
import { eventTime } from "./event-time.ts";
import { quote } from "./json-text.ts";

/** Something that the server did by itself: nobody's call. */
export interface ServiceEvent {
  readonly realm: string;
  readonly name: string;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly resources?: EventRow["resources"];
  /**
   * What was done. INVARIANT: numbers and names of ours, and who was proved to have asked for it; nothing secret,
   * nothing else that came from outside.
   */
  readonly details: Readonly<Record<string, number | string | readonly string[]>>;
}

/** Under what a process numbers its events. */
export interface Numbering {
  readonly writer: string;
  readonly nextSequence: () => number;
}

/**
 * Its event, as CloudTrail has them of services.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/non-api-aws-service-events.html
 */
export function serviceEvent(
  { writer, nextSequence }: Numbering,
  { realm, name, time, resources = [], details }: ServiceEvent,
): EventRow {
  const id = newEventId(time);
  const account = accountOf(realm);
  const recipient = account === undefined ? "" : `"recipientAccountId":${quote(account, 64)},`;
  const record =
    `{"eventVersion":"${EVENT_VERSION}","userIdentity":{"type":"AWSService","invokedBy":"portcullis"},` +
    `"eventTime":"${eventTime(time)}","eventSource":"portcullis","eventName":"${name}",` +
    `"sourceIPAddress":"portcullis","userAgent":"portcullis","requestParameters":null,"responseElements":null,` +
    `"eventID":"${id}","readOnly":false,"eventType":"AwsServiceEvent","managementEvent":true,${recipient}` +
    `"serviceEventDetails":${JSON.stringify(details)},"eventCategory":"Management"}`;
  return {
    realm,
    writer,
    sequence: nextSequence(),
    id,
    time,
    name,
    source: "portcullis",
    readOnly: false,
    userName: undefined,
    accessKeyId: undefined,
    resources: resources.slice(0, bounds.resources),
    record,
  };
}
