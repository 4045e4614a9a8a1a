/** What the tables of errors are made of: calls that are refused, and why some errors cannot be raised. */
import type { Services } from "@portcullis/aws-model";
import type { notOfferedHere } from "../../../packages/services/src/iam/not-offered.table.ts";
import type { NeverRaised, Reason } from "./unraised.table.ts";

type Iam = Services["iam"];
export type OperationName = Exclude<keyof Iam, keyof typeof notOfferedHere>;
type CodeOf<N extends OperationName> = Exclude<Iam[N]["errors"], NeverRaised>;

/** Ids and secrets that the account came to have. */
export type Made = Readonly<
  Record<"accessKey" | "certificate" | "sshKey" | "credential" | "delegation" | "report", string>
>;

/** What the account has to be like. */
export type State =
  /** As `furnishForErrors` leaves it. No call here changes anything. */
  | "furnished"
  /** As before; that the call was refused is kept. */
  | "counting"
  /** As many as its quotas allow of everything, by `fillAccount`. */
  | "full"
  /** Five hours later. */
  | "later"
  /** While another node sets other passwords, just before what the call changes is kept. */
  | "overtaken"
  /** After the password policy was deleted. */
  | "without a policy"
  /** With outbound identity federation enabled. */
  | "issuing";

export interface Call<Input> {
  readonly input: Input | ((made: Made) => Input);
  readonly message: string | RegExp;
  /** Root where it is left out; `Pat` has a password, `Quinn` has none. */
  readonly by?: "root" | "Pat" | "Quinn";
  readonly in?: State;
}
export interface Never {
  readonly never: Reason;
}
type Told<Input> = Call<Input> | readonly Call<Input>[];

/** For every error that the model declares what raises it, or why nothing does; and those that it does not declare. */
export type ErrorsOf<N extends OperationName> = {
  readonly [C in CodeOf<N>]: Told<Iam[N]["input"]> | Never;
} & {
  readonly [C in Exclude<Undeclared, CodeOf<N>>]?: Told<Iam[N]["input"]>;
};
type Undeclared =
  | "AccessDenied"
  | "InvalidInput"
  | "NoSuchEntity"
  | "PolicyNotAttachable"
  | "ValidationError";

/** The compiler asks for every operation that is offered, and for every error of each. */
export type ErrorTable = { readonly [N in OperationName]: ErrorsOf<N> };

export function refused<Input>(
  input: Call<Input>["input"],
  message: string | RegExp,
  how: Omit<Call<Input>, "input" | "message"> = {},
): Call<Input> {
  return { input, message, ...how };
}

export function full<Input>(input: Call<Input>["input"], message: string | RegExp): Call<Input> {
  return { input, message, in: "full" };
}

export const never = (reason: Reason): Never => ({ never: reason });
