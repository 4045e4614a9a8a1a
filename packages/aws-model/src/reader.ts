/** Generated table → the shapes that codecs and the validator walk. */
import type { PatternTable } from "./matcher.ts";
import { matcher } from "./matcher.ts";
import type { OperationRow, ServiceTable, ShapeRow } from "./table.ts";
import type { ErrorShape, Member, Operation, ServiceModel, Shape, StructureShape } from "./types.ts";

/**
 * The model of one service. Shapes are made when an operation that uses them is first read, once each, so two
 * operations share the object of a shape; shapes may contain themselves.
 */
export function readService(
  table: ServiceTable,
  patterns: Readonly<Record<string, PatternTable>>,
): ServiceModel {
  const shape = shapeReader(table, patterns);
  const errors = new Map<string, ErrorShape>();
  for (const [shapeName, [code, status]] of Object.entries(table.errors)) {
    errors.set(shapeName, { shapeName, code, status });
  }
  const operations: Record<string, Operation> = Object.create(null);
  for (const [name, row] of Object.entries(table.operations)) {
    let operation: Operation | undefined;
    Object.defineProperty(operations, name, {
      enumerable: true,
      get: () => (operation ??= readOperation(table, name, row, shape, errors)),
    });
  }
  return {
    id: table.id,
    protocol: table.protocol,
    jsonVersion: table.jsonVersion === "1.0" || table.jsonVersion === "1.1" ? table.jsonVersion : undefined,
    apiVersion: table.apiVersion,
    xmlNamespace: table.xmlNamespace,
    targetPrefix: table.targetPrefix,
    signingName: table.signingName,
    eventSource: table.eventSource ?? `${table.signingName}.amazonaws.com`,
    operations: Object.freeze(operations),
  };
}

function readOperation(
  table: ServiceTable,
  name: string,
  row: OperationRow,
  shape: (name: string) => Shape,
  errors: ReadonlyMap<string, ErrorShape>,
): Operation {
  const structure = (shapeName: string | undefined): StructureShape | undefined =>
    shapeName === undefined ? undefined : (shape(shapeName) as StructureShape);
  return {
    service: table.id,
    name,
    input: structure(row.input),
    output: structure(row.output),
    resultWrapper: row.resultWrapper,
    errors: (row.errors ?? []).map((shapeName) => errors.get(shapeName)!),
    signed: row.unsigned !== true,
    pagination:
      row.pagination === undefined
        ? undefined
        : { ...row.pagination, limitKey: row.pagination.limitKey, moreResults: row.pagination.moreResults },
  };
}

function shapeReader(
  table: ServiceTable,
  patterns: Readonly<Record<string, PatternTable>>,
): (name: string) => Shape {
  const made = new Map<string, Shape>();
  const shape = (name: string): Shape => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const row = table.shapes[name]!;
    if (row.type === "structure") return readStructure(name, row);
    if (row.type === "list" || row.type === "map") return readCollection(name, row);
    const plain = readPlain(name, row, patterns);
    made.set(name, plain);
    return plain;
  };

  // A structure is known before its members are read, because they may contain it.
  const readStructure = (name: string, row: ShapeRow & { readonly type: "structure" }): Shape => {
    const members: Member[] = [];
    const byWireName: Record<string, Member> = Object.create(null);
    const structure: StructureShape = {
      type: "structure",
      name,
      members,
      byWireName,
      sensitive: row.sensitive === true,
    };
    made.set(name, structure);
    const required = new Set(row.required);
    for (const [memberName, [shapeName, wireName = memberName]] of Object.entries(row.members)) {
      const member = {
        name: memberName,
        wireName,
        shape: shape(shapeName),
        required: required.has(memberName),
      };
      members.push(member);
      byWireName[wireName] = member;
    }
    return structure;
  };

  const readCollection = (name: string, row: ShapeRow & { readonly type: "list" | "map" }): Shape => {
    const common = {
      name,
      flattened: row.flattened === true,
      min: row.min,
      max: row.max,
      sensitive: row.sensitive === true,
    };
    const collection: Shape =
      row.type === "list"
        ? { type: "list", member: shape(row.member), memberName: row.memberName ?? "member", ...common }
        : {
            type: "map",
            key: shape(row.key),
            value: shape(row.value),
            keyName: row.keyName ?? "key",
            valueName: row.valueName ?? "value",
            ...common,
          };
    // A structure inside may contain this collection, which was made with it then.
    const inner = made.get(name);
    if (inner !== undefined) return inner;
    made.set(name, collection);
    return collection;
  };
  return shape;
}

function readPlain(
  name: string,
  row: Exclude<ShapeRow, { readonly type: "structure" | "list" | "map" }>,
  patterns: Readonly<Record<string, PatternTable>>,
): Shape {
  const { min, max } = row;
  const sensitive = row.sensitive === true;
  if (row.type !== "string") return { type: row.type, name, min, max, sensitive } as Shape;
  const automaton = row.pattern === undefined ? undefined : patterns[row.pattern];
  return {
    type: "string",
    name,
    min,
    max,
    pattern: row.pattern,
    // Patterns of shapes that only outputs use have no automaton: nobody matches what we send.
    matches: automaton === undefined ? undefined : matcher(automaton),
    enum: row.enum,
    sensitive,
  };
}
