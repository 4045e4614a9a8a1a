import type { InputOf, OperationId } from "@portcullis/services";

/** A call that is refused to whoever has no permission. */
export interface Case<I extends OperationId> {
  readonly input: InputOf<I>;
  /** How the denial names the resource; undefined: it names none. */
  readonly names: string | undefined;
}
export type Cases = { readonly [I in OperationId]?: Case<I> };
