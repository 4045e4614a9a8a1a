/** Model → the compact table that the reader of packages/aws-model turns into shapes. */
import { ownServices } from "../../packages/aws-model/src/own-services.table.ts";
import type { OperationRow, ServiceTable, ShapeRow } from "../../packages/aws-model/src/table.ts";
import {
  errorCode,
  isOwn,
  type Model,
  type ModelOperation,
  type ModelPagination,
  type ModelShape,
  reachable,
  type ServiceId,
} from "./model.ts";

export function serviceTable(
  service: ServiceId,
  model: Model,
  limits: ReadonlyMap<string, number>,
): ServiceTable {
  const { metadata } = model;
  if (metadata.protocol !== "query" && metadata.protocol !== "json") {
    throw new Error(`${service}: the protocol ${metadata.protocol} is not known`);
  }
  const shapes: Record<string, ShapeRow> = {};
  for (const name of [...reachable(model, "both")].sort()) {
    shapes[name] = shapeRow(name, model.shapes[name]!, limits.get(`${service}:${name}`));
  }
  const operations: Record<string, OperationRow> = {};
  const errors: Record<string, readonly [string, number]> = {};
  for (const [name, operation] of Object.entries(model.operations).sort(([a], [b]) => (a < b ? -1 : 1))) {
    operations[name] = operationRow(operation, model.pagination?.[name]);
    for (const { shape } of operation.errors ?? []) {
      const { error, fault } = model.shapes[shape]!;
      // Without a status of its own an error is 400 if it is the sender's and 500 if it is the service's.
      errors[shape] = [errorCode(model, shape), error?.httpStatusCode ?? (fault === true ? 500 : 400)];
    }
  }
  return {
    id: service,
    protocol: metadata.protocol,
    ...optional("jsonVersion", metadata.jsonVersion),
    apiVersion: metadata.apiVersion,
    ...optional("xmlNamespace", metadata.xmlNamespace),
    ...optional("targetPrefix", metadata.targetPrefix),
    signingName: metadata.signingName ?? metadata.endpointPrefix,
    ...(isOwn(service) ? { eventSource: ownServices[service].eventSource } : {}),
    errors: Object.fromEntries(Object.entries(errors).sort(([a], [b]) => (a < b ? -1 : 1))),
    operations,
    shapes,
  };
}

function operationRow(operation: ModelOperation, pagination: ModelPagination | undefined): OperationRow {
  return {
    ...optional("input", operation.input?.shape),
    ...optional("output", operation.output?.shape),
    ...optional("resultWrapper", operation.output?.resultWrapper),
    ...(operation.authtype === "none" ? { unsigned: true } : {}),
    ...(operation.errors === undefined ? {} : { errors: operation.errors.map(({ shape }) => shape) }),
    ...(pagination === undefined ? {} : paginationRow(pagination)),
  };
}

function paginationRow(pagination: ModelPagination): Pick<OperationRow, "pagination"> {
  const { result_key } = pagination;
  return {
    pagination: {
      inputToken: pagination.input_token,
      outputToken: pagination.output_token,
      ...optional("limitKey", pagination.limit_key),
      ...optional("moreResults", pagination.more_results),
      resultKeys: typeof result_key === "string" ? [result_key] : result_key,
    },
  };
}

function shapeRow(name: string, shape: ModelShape, limit: number | undefined): ShapeRow {
  const common = shape.sensitive === true ? { sensitive: true } : {};
  const range = { ...optional("min", shape.min), ...optional("max", shape.max ?? limit) };
  switch (shape.type) {
    case "structure": {
      const members: Record<string, readonly [string] | readonly [string, string]> = {};
      for (const [member, ref] of Object.entries(shape.members ?? {})) {
        const wireName = ref.locationName ?? member;
        members[member] = wireName === member ? [ref.shape] : [ref.shape, wireName];
      }
      const required = shape.required ?? [];
      return { type: "structure", members, ...(required.length === 0 ? {} : { required }), ...common };
    }
    case "list":
      return {
        type: "list",
        member: shape.member!.shape,
        ...optional("memberName", shape.member!.locationName),
        ...(shape.flattened === true ? { flattened: true } : {}),
        ...range,
        ...common,
      };
    case "map":
      return {
        type: "map",
        key: shape.key!.shape,
        value: shape.value!.shape,
        ...optional("keyName", shape.key!.locationName),
        ...optional("valueName", shape.value!.locationName),
        ...(shape.flattened === true ? { flattened: true } : {}),
        ...range,
        ...common,
      };
    case "string":
      return {
        type: "string",
        ...range,
        ...optional("pattern", shape.pattern),
        ...optional("enum", shape.enum),
        ...common,
      };
    case "integer":
    case "long":
    case "double":
    case "float":
    case "boolean":
    case "timestamp":
    case "blob":
      return { type: shape.type, ...range, ...common };
    default:
      throw new Error(`${name}: unknown type ${shape.type}`);
  }
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}
