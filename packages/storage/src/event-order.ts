import type { EventPosition, EventQuery, EventRow } from "./contract.ts";

/** The order of look-ups: the newest first. */
export function newestFirst(a: EventPosition, b: EventPosition): number {
  return b.time - a.time || compareText(b.writer, a.writer) || b.sequence - a.sequence;
}

/** Whether an event answers a query; every driver's look-up means the same. */
export function matches(query: EventQuery, event: EventRow): boolean {
  return (
    event.realm === query.realm &&
    event.time >= query.from &&
    event.time <= query.to &&
    is(query.id, event.id) &&
    is(query.name, event.name) &&
    is(query.source, event.source) &&
    is(query.readOnly, event.readOnly) &&
    is(query.userName, event.userName) &&
    is(query.accessKeyId, event.accessKeyId) &&
    (query.resourceType === undefined || event.resources.some(({ type }) => type === query.resourceType)) &&
    (query.resourceName === undefined || event.resources.some(({ name }) => name === query.resourceName)) &&
    (query.before === undefined || newestFirst(query.before, event) < 0)
  );
}

function is<T>(wanted: T | undefined, value: T | undefined): boolean {
  return wanted === undefined || wanted === value;
}

/** By UTF-16: the order of the databases, which compare UTF-8, for ASCII. Writers are ids in ASCII. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
