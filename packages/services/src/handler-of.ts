import type { ServiceId } from "@portcullis/aws-model";
import { cloudtrail } from "./cloudtrail/index.ts";
import type { NotOffered, Offered } from "./framework/operation.ts";
import { iam } from "./iam/index.ts";
import { organizations } from "./organizations/index.ts";
import { portcullis } from "./portcullis/index.ts";
import { sts } from "./sts/index.ts";

const tables: Readonly<Record<ServiceId, Readonly<Record<string, Offered | NotOffered>>>> = {
  iam,
  sts,
  organizations,
  cloudtrail,
  portcullis,
};

/** What serves an operation of the models. Throws for a name that no model has. */
export function handlerOf(service: ServiceId, operation: string): Offered | NotOffered {
  const table = tables[service];
  const handler = Object.hasOwn(table, operation) ? table[operation] : undefined;
  if (handler === undefined) throw new Error(`${service} has no operation ${operation}`);
  return handler;
}
