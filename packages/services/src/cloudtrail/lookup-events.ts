import type { EventPosition, EventQuery, EventRow } from "@portcullis/storage";
import { type Failure, type InputOf, isFailure } from "../framework/api.ts";
import { answer } from "../framework/call.ts";
import { operation } from "../framework/operation.ts";
import { lookupColumns } from "./lookup-attributes.table.ts";

/** Events are kept for 90 days. Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const KEPT = 90 * 24 * 3600 * 1000;
const PAGE = 50;
/** Characters of the records on one page; one event may go beyond. There may be fewer events than were asked for. */
const PAGE_TEXT = 1 << 20;

interface Page {
  readonly rows: readonly EventRow[];
  readonly more: boolean;
}

/**
 * The account's own events, newest first; this node's spool included. AWS throttles an account that looks up oftener than
 * twice a second; here its look-ups wait for each other instead, and keep nobody else's waiting.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export const lookupEvents = operation("cloudtrail:LookupEvents", {
  async prepare({ input, account, now, markers }, powers): Promise<Page | Failure> {
    const limit = Math.min(input.MaxResults ?? PAGE, PAGE);
    const query = queryOf(input, `account/${account}`, now, limit + 1);
    if (isFailure(query)) return query;
    let before: EventPosition | undefined;
    if (input.NextToken !== undefined) {
      const opened = markers.open(input.NextToken);
      if (opened === undefined) {
        return { code: "InvalidNextTokenException", message: "The specified token is not valid." };
      }
      before = JSON.parse(opened) as EventPosition;
    }
    const rows = await powers.findEvents(before === undefined ? query : { ...query, before });
    const page = pageOf(rows, limit);
    return { rows: page, more: rows.length > page.length };
  },
  run({ prepared, markers }) {
    if (isFailure(prepared)) return { kind: "failed", failure: prepared };
    const last = prepared.rows.at(-1);
    const position =
      last && JSON.stringify({ time: last.time, writer: last.writer, sequence: last.sequence });
    return answer({
      Events: prepared.rows.map(eventForm),
      ...(prepared.more && position !== undefined ? { NextToken: markers.seal(position) } : {}),
    });
  },
});

function pageOf(rows: readonly EventRow[], limit: number): readonly EventRow[] {
  let text = 0;
  let end = 0;
  for (; end < Math.min(rows.length, limit) && text < PAGE_TEXT; end++) text += rows[end]?.record.length ?? 0;
  return rows.slice(0, end);
}

function queryOf(
  input: InputOf<"cloudtrail:LookupEvents">,
  realm: string,
  now: number,
  limit: number,
): EventQuery | Failure {
  const { StartTime, EndTime } = input;
  if (StartTime !== undefined && EndTime !== undefined && StartTime > EndTime) {
    return {
      code: "InvalidTimeRangeException",
      message: "The start time must be before the end time.",
    };
  }
  if (input.EventCategory !== undefined) {
    return { code: "InvalidEventCategoryException", message: "Only management events are kept here." };
  }
  // Whoever names an event's time knows its second alone, so both bounds take in the whole of theirs.
  const from = Math.max(secondOf(StartTime ?? 0), now - KEPT);
  const to = EndTime === undefined ? now : secondOf(EndTime) + 999;
  const attributes = input.LookupAttributes ?? [];
  if (attributes.length > 1) {
    return {
      code: "InvalidLookupAttributesException",
      message: "You can only specify one lookup attribute.",
    };
  }
  const filters = attributes.map(({ AttributeKey, AttributeValue }) =>
    lookupColumns[AttributeKey](AttributeValue),
  );
  return Object.assign({ realm, from, to, limit }, ...filters) as EventQuery;
}

/** Events show their times in whole seconds, as their records do. */
function secondOf(time: number): number {
  return Math.floor(time / 1000) * 1000;
}

function eventForm(row: EventRow) {
  return {
    EventId: row.id,
    EventName: row.name,
    ReadOnly: String(row.readOnly),
    ...(row.accessKeyId === undefined ? {} : { AccessKeyId: row.accessKeyId }),
    EventTime: secondOf(row.time),
    EventSource: row.source,
    ...(row.userName === undefined ? {} : { Username: row.userName }),
    Resources: row.resources.map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
    CloudTrailEvent: row.record,
  };
}
