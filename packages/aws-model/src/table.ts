/** The form of the generated service tables: what is left out has its default. */
import type { ServiceId } from "./types.ts";

export type ShapeRow =
  | {
      readonly type: "structure";
      /** Name → shape, and the name on the wire where it differs. */
      readonly members: Readonly<Record<string, readonly [shape: string, wireName?: string]>>;
      readonly required?: readonly string[];
      readonly sensitive?: boolean;
    }
  | {
      readonly type: "list";
      readonly member: string;
      readonly memberName?: string;
      readonly flattened?: boolean;
      readonly min?: number;
      readonly max?: number;
      readonly sensitive?: boolean;
    }
  | {
      readonly type: "map";
      readonly key: string;
      readonly value: string;
      readonly keyName?: string;
      readonly valueName?: string;
      readonly flattened?: boolean;
      readonly min?: number;
      readonly max?: number;
      readonly sensitive?: boolean;
    }
  | {
      readonly type: "string";
      readonly min?: number;
      readonly max?: number;
      readonly pattern?: string;
      readonly enum?: readonly string[];
      readonly sensitive?: boolean;
    }
  | {
      readonly type: "integer" | "long" | "double" | "float" | "boolean" | "timestamp" | "blob";
      readonly min?: number;
      readonly max?: number;
      readonly sensitive?: boolean;
    };

export interface OperationRow {
  readonly input?: string;
  readonly output?: string;
  readonly resultWrapper?: string;
  readonly unsigned?: boolean;
  /** Names of shapes; their codes and statuses are in the table's `errors`. */
  readonly errors?: readonly string[];
  readonly pagination?: {
    readonly inputToken: string;
    readonly outputToken: string;
    readonly limitKey?: string;
    readonly moreResults?: string;
    readonly resultKeys: readonly string[];
  };
}

export interface ServiceTable {
  readonly id: ServiceId;
  readonly protocol: "query" | "json";
  readonly jsonVersion?: string;
  readonly apiVersion: string;
  readonly xmlNamespace?: string;
  readonly targetPrefix?: string;
  readonly signingName: string;
  /** The signing name below amazonaws.com where there is none. */
  readonly eventSource?: string;
  readonly errors: Readonly<Record<string, readonly [code: string, status: number]>>;
  readonly operations: Readonly<Record<string, OperationRow>>;
  readonly shapes: Readonly<Record<string, ShapeRow>>;
}
