import assert from "node:assert/strict";
import { type Operation, operation, type ServiceId, serviceOf, services } from "@portcullis/aws-model";
import {
  type AccessKey,
  applyChanges,
  type Caller,
  callerOfKey,
  callerOfSession,
  emptyState,
  type Role,
  type SessionFacts,
  type User,
} from "@portcullis/directory";
import type { EventRow } from "@portcullis/storage";
import { type AuditedCall, eventRows, isReadOnly } from "../src/audit/event.ts";

export const ACCOUNT = "123456789012";
export const OTHER = "999988887777";
/** 2026-11-22T06:54:00.123Z */
export const NOW = Date.UTC(2026, 10, 22, 6, 54, 0, 123);

export const ann: User = {
  kind: "user",
  id: "AIDAANNANNANNANNANNAA",
  name: "Ann",
  path: "/staff/",
  created: NOW,
  attached: [],
  inline: [],
  tags: [],
  groups: [],
};

export const deploy: Role = {
  kind: "role",
  id: "AROADEPLOYDEPLOYDEPLO",
  name: "Deploy",
  path: "/",
  created: NOW,
  attached: [],
  inline: [],
  tags: [],
  maxSessionDuration: 3600,
  trust: { text: "{}", principalIds: {} },
};

const state = applyChanges(
  emptyState(`account/${ACCOUNT}`),
  { put: [ann, deploy, { kind: "account", id: ACCOUNT, created: NOW }], remove: [] },
  1,
  "change-1",
);

function key(owner: string, id: string): AccessKey {
  return { kind: "access-key", id, owner, status: "Active", created: NOW, secret: "sealed" };
}

function present(caller: Caller | undefined): Caller {
  assert.ok(caller);
  return caller;
}

export function session(parts: Partial<SessionFacts>): Caller {
  return present(
    callerOfSession("aws", state, {
      accessKeyId: "ASIASESSIONSESSION01",
      account: ACCOUNT,
      kind: "assumed-role",
      principalId: deploy.id,
      name: "run-7",
      issued: NOW - 60_000,
      expires: NOW + 3_540_000,
      policyArns: [],
      tags: [],
      transitiveTagKeys: [],
      chained: false,
      ...parts,
    }),
  );
}

export const root = present(callerOfKey("aws", state, ACCOUNT, key(ACCOUNT, "AKIAROOTROOTROOTROOT")));
export const annWithKey = present(callerOfKey("aws", state, ACCOUNT, key(ann.id, "AKIAANNANNANNANNANNA")));

export function modelOperation(service: ServiceId, name: string): Operation {
  const found = operation(service, name);
  assert.ok(found, `${service}:${name}`);
  return found;
}

export const allOperations: readonly Operation[] = Object.values(services).flatMap(({ operations }) =>
  Object.values(operations),
);

/** A call as the pipeline tells of it. */
export function call(of: Operation, parts: Partial<AuditedCall> = {}): AuditedCall {
  const service = serviceOf(of.service);
  assert.ok(service);
  return {
    requestId: "0f8e5a52-6a7b-4c0d-9e1f-000000000001",
    eventId: "019aa000-0000-7000-8000-000000000001",
    sequence: 7,
    writer: "writer-1",
    time: NOW,
    sourceIp: "192.0.2.7",
    userAgent: "aws-cli/2.30.1",
    tls: undefined,
    host: "127.0.0.1:4580",
    region: "us-east-1",
    service,
    operation: of,
    readOnly: isReadOnly(of.service, of.name),
    caller: annWithKey,
    input: {},
    output: undefined,
    failure: undefined,
    found: {},
    otherAccounts: [],
    ...parts,
  };
}

/** The only event of a call, its record parsed. */
// biome-ignore lint/suspicious/noExplicitAny: records are looked into freely
export function onlyEvent(of: AuditedCall): { readonly row: EventRow; readonly record: any } {
  const rows = eventRows(of);
  assert.equal(rows.length, 1);
  const [row] = rows;
  assert.ok(row);
  return { row, record: JSON.parse(row.record) };
}
