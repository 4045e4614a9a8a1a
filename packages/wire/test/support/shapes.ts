import type { Member, Operation, ServiceModel, Shape, StructureShape } from "@portcullis/aws-model";

const bounds = { min: undefined, max: undefined, sensitive: false };

export const text: Shape = {
  type: "string",
  name: "Text",
  ...bounds,
  pattern: undefined,
  matches: undefined,
  enum: undefined,
};
export const plainShape = (type: "boolean" | "timestamp" | "blob"): Shape => ({
  type,
  name: type,
  ...bounds,
});
export const numberShape = (type: "integer" | "long" | "double" | "float"): Shape => ({
  type,
  name: type,
  ...bounds,
});
export const listOf = (member: Shape, flattened = false): Shape & { type: "list" } => ({
  type: "list",
  name: "List",
  member,
  memberName: "member",
  flattened,
  ...bounds,
});
export const mapOf = (value: Shape, flattened = false): Shape & { type: "map" } => ({
  type: "map",
  name: "Map",
  key: text,
  value,
  keyName: "key",
  valueName: "value",
  flattened,
  ...bounds,
});

export function structureOf(
  members: Readonly<Record<string, Shape>>,
  required: readonly string[] = [],
  name = "Structure",
): StructureShape {
  const list: Member[] = Object.entries(members).map(([member, shape]) => ({
    name: member,
    wireName: member,
    shape,
    required: required.includes(member),
  }));
  const byWireName: Record<string, Member> = Object.create(null);
  for (const member of list) byWireName[member.wireName] = member;
  return { type: "structure", name, members: list, byWireName, sensitive: false };
}

export function operationOf(
  input: StructureShape | undefined,
  output?: StructureShape,
  service: Operation["service"] = "sts",
): Operation {
  return {
    service,
    name: "Try",
    input,
    output,
    resultWrapper: output === undefined ? undefined : "TryResult",
    errors: [],
    signed: true,
    pagination: undefined,
  };
}

export const queryService: ServiceModel = {
  id: "sts",
  protocol: "query",
  jsonVersion: undefined,
  apiVersion: "2020-01-01",
  xmlNamespace: "https://try.example/doc/",
  targetPrefix: undefined,
  signingName: "sts",
  eventSource: "sts.amazonaws.com",
  operations: {},
};
