import { randomUUID } from "node:crypto";
import type { EventRow } from "@portcullis/storage";
import { EVENT_VERSION } from "../audit/event.ts";
import { newEventId } from "../audit/event-id.ts";
import { eventTime } from "../audit/event-time.ts";
import { accountRealm } from "../realms/realm-names.ts";

/** What the event tells of a restore. */
export interface RestoreFacts {
  /** SHA-256 of the file. */
  readonly backupSha256: string;
  /** Epoch milliseconds. */
  readonly backupCreated: number;
  readonly backupDeployment: string;
  readonly backupIncarnation: string;
  readonly deployment: string;
  readonly incarnation: string;
}

/** The restore, in the history of the operator's account: nobody called it, so it is an event of the service's own. */
export function restoreEvent(account: string, facts: RestoreFacts, now: number): EventRow {
  const id = newEventId(now);
  const record = {
    eventVersion: EVENT_VERSION,
    userIdentity: { type: "AWSService", invokedBy: "portcullis" },
    eventTime: eventTime(now),
    eventSource: "portcullis",
    eventName: "RestoreBackup",
    requestParameters: null,
    responseElements: null,
    eventID: id,
    readOnly: false,
    eventType: "AwsServiceEvent",
    managementEvent: true,
    recipientAccountId: account,
    serviceEventDetails: { ...facts, backupCreated: eventTime(facts.backupCreated) },
    eventCategory: "Management",
  };
  return {
    realm: accountRealm(account),
    writer: randomUUID(),
    sequence: 1,
    id,
    time: now,
    name: record.eventName,
    source: record.eventSource,
    readOnly: false,
    userName: undefined,
    accessKeyId: undefined,
    resources: [],
    record: JSON.stringify(record),
  };
}
