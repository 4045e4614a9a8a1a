/** The shapes of an API model as the codecs, the validator and the pipeline walk them. */

export type AwsServiceId = "iam" | "sts" | "organizations" | "cloudtrail";
/** What AWS has no operation for. */
export type OwnServiceId = "portcullis";
export type ServiceId = AwsServiceId | OwnServiceId;

/**
 * One member of a structure. `wireName` is the name in the protocol (locationName where the model has one).
 * In memory: timestamps are epoch milliseconds, blobs are Uint8Array, integers and longs are numbers,
 * maps are null-prototype records.
 */
export interface Member {
  readonly name: string;
  readonly wireName: string;
  readonly shape: Shape;
  readonly required: boolean;
}

export interface StructureShape {
  readonly type: "structure";
  readonly name: string;
  readonly members: readonly Member[];
  /** By `wireName`, null prototype. */
  readonly byWireName: Readonly<Record<string, Member>>;
  readonly sensitive: boolean;
}
export interface ListShape {
  readonly type: "list";
  readonly name: string;
  readonly member: Shape;
  /** `member` unless the model says otherwise. */
  readonly memberName: string;
  readonly flattened: boolean;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly sensitive: boolean;
}
export interface MapShape {
  readonly type: "map";
  readonly name: string;
  readonly key: Shape;
  readonly value: Shape;
  readonly keyName: string;
  readonly valueName: string;
  readonly flattened: boolean;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly sensitive: boolean;
}
export interface StringShape {
  readonly type: "string";
  readonly name: string;
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** The pattern as the model spells it (for the message), and its anchored, proved-linear test. */
  readonly pattern: string | undefined;
  readonly matches: ((value: string) => boolean) | undefined;
  readonly enum: readonly string[] | undefined;
  readonly sensitive: boolean;
}
export interface NumberShape {
  readonly type: "integer" | "long" | "double" | "float";
  readonly name: string;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly sensitive: boolean;
}
export interface PlainShape {
  readonly type: "boolean" | "timestamp" | "blob";
  readonly name: string;
  /** Of a blob, in bytes. */
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly sensitive: boolean;
}
export type Shape = StructureShape | ListShape | MapShape | StringShape | NumberShape | PlainShape;

/** An error the model declares: its code on the wire and its HTTP status. */
export interface ErrorShape {
  readonly shapeName: string;
  readonly code: string;
  readonly status: number;
}

/** How a list operation pages, from the model's pagination table. */
export interface Pagination {
  readonly inputToken: string;
  readonly outputToken: string;
  readonly limitKey: string | undefined;
  readonly moreResults: string | undefined;
  readonly resultKeys: readonly string[];
}

export interface Operation {
  readonly service: ServiceId;
  readonly name: string;
  readonly input: StructureShape | undefined;
  readonly output: StructureShape | undefined;
  readonly resultWrapper: string | undefined;
  readonly errors: readonly ErrorShape[];
  /** false for the few operations the model marks as unsigned. */
  readonly signed: boolean;
  readonly pagination: Pagination | undefined;
}

export interface ServiceModel {
  readonly id: ServiceId;
  readonly protocol: "query" | "json";
  readonly jsonVersion: "1.0" | "1.1" | undefined;
  readonly apiVersion: string;
  readonly xmlNamespace: string | undefined;
  /** X-Amz-Target prefix of JSON services. */
  readonly targetPrefix: string | undefined;
  /** The service name in a credential scope. */
  readonly signingName: string;
  /** CloudTrail's eventSource: `iam.amazonaws.com`; of our own service `portcullis`. */
  readonly eventSource: string;
  /** By name, null prototype; all operations of the model, offered or not. */
  readonly operations: Readonly<Record<string, Operation>>;
}
