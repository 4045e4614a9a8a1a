import type { CloudTrail, Iam, Organizations, Portcullis, Sts } from "@portcullis/aws-model";

/** The operations of every service, as the models describe them. */
export interface Api {
  iam: Iam;
  sts: Sts;
  organizations: Organizations;
  cloudtrail: CloudTrail;
  portcullis: Portcullis;
}

/** `iam:CreateUser` */
export type OperationId = { [S in keyof Api]: `${S}:${keyof Api[S] & string}` }[keyof Api];

type Facts<I extends OperationId> = I extends `${infer S extends keyof Api}:${infer N}`
  ? N extends keyof Api[S]
    ? Api[S][N]
    : never
  : never;

type Part<T, K extends string> = K extends keyof T ? T[K] : never;

export type InputOf<I extends OperationId> = Part<Facts<I>, "input">;
export type OutputOf<I extends OperationId> = Part<Facts<I>, "output">;
export type ErrorOf<I extends OperationId> = Part<Facts<I>, "errors"> & string;

/** Codes that any operation may answer with, whether or not its model declares them. */
export type CommonCode =
  | "AccessDenied"
  | "ValidationError"
  | "InvalidParameterValue"
  | "InvalidParameterCombination"
  | "NotImplemented"
  | "ServiceUnavailable"
  | "InternalFailure"
  | "Throttling";

/** What a caller did wrong, or what stands in the way. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** Of HTTP, where AWS gives a code that the operation's model does not declare. */
  readonly status?: number | undefined;
}

/** Whether something was refused, where the alternative is any value without a code and a message. */
export function isFailure<T extends object>(value: T | Failure): value is Failure {
  return "code" in value && "message" in value;
}

/** Clients try again on it by themselves, a few times. */
export const throttled = { code: "Throttling", message: "Rate exceeded" } as const satisfies Failure;
