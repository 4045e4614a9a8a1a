import type { Operation, ServiceModel } from "@portcullis/aws-model";
import type { Failure } from "./failure.ts";
import { type Form, parameter } from "./form.ts";
import { routeErrors } from "./route-errors.table.ts";

/** What of a request's head decides how its body is read. Header values as they came. */
export interface CallHead {
  readonly method: string;
  readonly contentType: string | undefined;
  /** The `X-Amz-Target` header. */
  readonly target: string | undefined;
}

export type FoundOperation =
  | { readonly ok: true; readonly operation: Operation }
  | { readonly ok: false; readonly failure: Failure };

/** Whether the body of a query call holds parameters; another content type leaves those of the target alone. */
export function hasFormBody(head: CallHead): boolean {
  return head.method === "POST" && mediaType(head.contentType) === "application/x-www-form-urlencoded";
}

/** The JSON version that a content type names. */
export function jsonVersionOf(contentType: string | undefined): "1.0" | "1.1" | undefined {
  switch (mediaType(contentType)) {
    case "application/x-amz-json-1.0":
      return "1.0";
    case "application/x-amz-json-1.1":
      return "1.1";
    default:
      return undefined;
  }
}

/** `Action` and `Version` of a query call: facts that need no service. */
export function callOf(form: Form): {
  readonly action: string | undefined;
  readonly version: string | undefined;
} {
  return { action: parameter(form, "Action"), version: parameter(form, "Version") };
}

/** Prefix and operation of a JSON call's target, split at the last dot. */
export function targetOf(
  head: CallHead,
): { readonly prefix: string; readonly operation: string } | undefined {
  const target = head.target;
  if (target === undefined) return undefined;
  const dot = target.lastIndexOf(".");
  return dot < 0 ? undefined : { prefix: target.slice(0, dot), operation: target.slice(dot + 1) };
}

/** The operation of a query service that a form names; names and versions match exactly. */
export function findQueryOperation(service: ServiceModel, form: Form): FoundOperation {
  const { action, version } = callOf(form);
  if (action === undefined) return { ok: false, failure: routeErrors.missingAction };
  const operation = version === service.apiVersion ? ownOperation(service, action) : undefined;
  return operation === undefined
    ? { ok: false, failure: routeErrors.unknownAction(action, version) }
    : { ok: true, operation };
}

/** The operation of a JSON service that a head names. Either JSON version is read, as AWS does. */
export function findJsonOperation(service: ServiceModel, head: CallHead): FoundOperation {
  const target = targetOf(head);
  if (head.method !== "POST" || target === undefined || jsonVersionOf(head.contentType) === undefined) {
    return { ok: false, failure: routeErrors.notJsonCall };
  }
  const operation = ownsTarget(service, target.prefix) ? ownOperation(service, target.operation) : undefined;
  return operation === undefined
    ? { ok: false, failure: routeErrors.unknownTarget }
    : { ok: true, operation };
}

/**
 * Whether a target's prefix is the service's. Some clients leave out the namespace before its last part: botocore sends
 * `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101`, newer ones `CloudTrail_20131101`.
 */
export function ownsTarget(service: ServiceModel, prefix: string): boolean {
  const own = service.targetPrefix;
  return own !== undefined && (prefix === own || prefix === own.slice(own.lastIndexOf(".") + 1));
}

function ownOperation(service: ServiceModel, name: string): Operation | undefined {
  return Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
}

function mediaType(contentType: string | undefined): string | undefined {
  if (contentType === undefined) return undefined;
  const semicolon = contentType.indexOf(";");
  return (semicolon < 0 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase();
}
