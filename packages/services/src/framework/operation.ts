import type { Check } from "@portcullis/directory";
import type { InputOf, OperationId, OutputOf } from "./api.ts";
import type { Call, Done, Failed, Powers } from "./call.ts";
import type { Entities, Found } from "./found.ts";
import type { ProofDefinition } from "./proof.ts";
import type { Slices } from "./slices.ts";

/** What an operation declares; everything else is the pipeline's. */
export interface Definition<I extends OperationId, F extends Found, P> {
  /** Other accounts that the input speaks of; they are pinned before the attempt. */
  readonly realms?: (input: InputOf<I>) => readonly string[];
  /**
   * What is slow, or only the process can do: once, before any state is bound, for who may ask for it. State that it
   * looks at may be older than the attempt's, which decides anew.
   */
  readonly prepare?: (call: Omit<Call<I>, "home">, powers: Powers) => Promise<P>;
  /** The resources that the input names. */
  readonly find?: (call: Call<I>) => F;
  /**
   * The permissions that the call needs, its own first. Left out where the guard says enough: the operation's own
   * action, and those that depend on it, on the first of what was found whose type the guard names; or on `*`.
   */
  readonly checks?: (call: Call<I> & { readonly found: F }) => readonly Check[];
  /** A one-time code that the request may bring. Not beside `prepare`, before which permission is asked for as well. */
  readonly proof?: ProofDefinition<I>;
  /**
   * The realm that it changes: the caller's account, or the installation, on the strength of that account. Not beside
   * `proof`, whose changes are the account's.
   */
  readonly changes?: "installation";
  /** Its own rule. Acts on what was found, and never looks up by name again. Only a read may give way meanwhile. */
  readonly run: (
    call: Call<I> & { readonly found: F; readonly entities: Entities<F>; readonly prepared: P },
  ) => Done<OutputOf<I>> | Failed | Slices<Done<OutputOf<I>> | Failed>;
  /**
   * It takes access away, or what stands in the way of that: always, or with such an input. The operator's account can
   * still do so on a full disk.
   *
   * What counts is what the operation is for: taking away what access is usually given by (credentials, policies and
   * their attachments, memberships, trusted providers, tags, whoever holds them). It does not count that the same may
   * lift a Deny, as detaching a policy can. Nor does a limit that is lifted: the deletion of a permissions boundary gives
   * access. What replaces does not belong here, though it may take away (a policy that denies, a version made the default,
   * another trust): that depends on documents, and it may as well add. Nor does what nobody's access hangs on.
   */
  readonly takesAway?: true | ((input: InputOf<I>) => boolean);
  /**
   * Hands out credentials: its event is on disk before the answer. `outbound`: such as others accept without asking
   * here, which a node that is not sure of its state does not issue.
   */
  readonly issuesCredentials?: true | "outbound";
}

/** An operation as the registry holds it: its types are gone, its rules are not. */
export interface Offered {
  readonly kind: "offered";
  readonly id: OperationId;
  // biome-ignore lint/suspicious/noExplicitAny: one table holds operations of every type
  readonly definition: Definition<any, any, any>;
}

/** An operation of the model that this server does not have, and why. */
export interface NotOffered {
  readonly kind: "not-offered";
  readonly why: string;
}

export function operation<I extends OperationId, F extends Found = Record<never, never>, P = undefined>(
  id: I,
  definition: Definition<I, F, P>,
): Offered {
  if (definition.proof !== undefined && definition.prepare !== undefined) {
    throw new Error(`${id} would look at a code without keeping that it did`);
  }
  return { kind: "offered", id, definition };
}

export function notOffered(why: string): NotOffered {
  return { kind: "not-offered", why };
}
