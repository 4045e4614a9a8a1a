import type { Changes } from "@portcullis/directory";
import type { Failure, InputOf, OperationId } from "./api.ts";
import type { Call } from "./call.ts";

/** What came of looking at a one-time code. */
export interface Proof {
  /** undefined: it was right. */
  readonly failure?: Failure;
  /** That the code is used up, or that a wrong one was tried; kept whatever becomes of the call. */
  readonly changes?: Partial<Changes>;
}

/**
 * A one-time code that comes with a request. It is looked at before permission is asked for, because policies ask whether
 * there was one.
 *
 * INVARIANT: nothing is answered before what looking at it changed is durable, so that every guess counts and no code
 * counts twice, also where permission is then denied.
 */
export interface ProofDefinition<I extends OperationId> {
  /** Whether the request brings one: the call is a change then, although its event may be that of a read. */
  readonly given: (input: InputOf<I>) => boolean;
  /** Asked where one is given, and the caller's kind of credentials may call the operation at all. */
  readonly look: (call: Call<I>) => Proof;
}
