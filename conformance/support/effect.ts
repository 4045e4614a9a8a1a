/** What a change does, as another call shows it. */
import type { Services } from "@portcullis/aws-model";

type Iam = Services["iam"];
export type Name = keyof Iam;

/** What is seen of the answer to a call, afterwards and not before. */
export interface Shown {
  readonly call: Name;
  readonly input: object;
  readonly see: (output: never) => unknown;
  readonly is: unknown;
  /** What the change itself is called with in the place of what the other table says. */
  readonly with?: object;
}
/** A call that is refused afterwards, and with what: of a read that was answered before. */
export interface Refused {
  readonly call: Name;
  readonly input: object;
  readonly refusal: string;
  /** Root where it is left out. */
  readonly by?: "made key";
}
/** What the change is refused with when it is called for again. */
export interface Again {
  readonly again: string;
}
/** The member of the answer that is another one than before. */
export interface Renewed {
  readonly renews: string;
}
export type Effect = Shown | Refused | Again | Renewed;

export function shows<N extends Name>(
  call: N,
  input: Iam[N]["input"],
  see: (output: Iam[N]["output"]) => unknown,
  is: unknown,
  more: Pick<Shown, "with"> = {},
): Shown {
  return { call, input, see, is, ...more };
}

export function refuses<N extends Name>(
  call: N,
  input: Iam[N]["input"],
  more: Partial<Pick<Refused, "refusal" | "by">> = {},
): Refused {
  return { call, input, refusal: "NoSuchEntityException", ...more };
}
