/** What operations on passwords may ask of the process: real hashes, cheap ones, and a count of guesses. */
import { passwordHasher } from "@portcullis/keys";
import type { InputOf, OperationId, OutputOf, Powers } from "@portcullis/services";
import type { Cloud, Who } from "./harness.ts";
import { Refused } from "./harness.ts";

const { within } = passwordHasher({ cost: { memory: 8, passes: 1 } });

export interface PasswordPowers extends Pick<Powers, "countGuess"> {
  /** A test may put another one in its place. */
  withPasswords: Powers["withPasswords"];
  /** Guesses that were counted: whose password it was. */
  readonly guessed: string[];
  /** Guesses that may still be made. */
  left: number;
}

export function passwordPowers(): PasswordPowers {
  const powers: PasswordPowers = {
    withPasswords: within,
    guessed: [],
    left: Number.POSITIVE_INFINITY,
    async countGuess({ account, kind, id }) {
      if (powers.left === 0) return false;
      powers.left -= 1;
      powers.guessed.push(`${account}/${kind}/${id}`);
      return true;
    },
  };
  return powers;
}

export interface Passwords extends PasswordPowers {
  call<I extends OperationId>(who: Who, id: I, input: InputOf<I>): Promise<OutputOf<I>>;
  /** The error that a call is answered with; fails where it is not refused, or where it changed something. */
  refusal<I extends OperationId>(
    who: Who,
    id: I,
    input: InputOf<I>,
  ): Promise<{ readonly code: string; readonly message: string }>;
}

/** Calls on a cloud that may need hashes. */
export function passwordsOf(cloud: Cloud): Passwords {
  const powers = passwordPowers();
  return Object.assign(powers, {
    call: (who, id, input) => cloud.prepared(who, id, input, powers),
    async refusal(who, id, input) {
      const before = cloud.state(who.account);
      try {
        await cloud.prepared(who, id, input, powers);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (cloud.state(who.account) !== before) throw new Error(`${id} was refused and changed something`);
        return { code: error.code, message: error.message };
      }
      throw new Error(`${id} was not refused`);
    },
  } satisfies Pick<Passwords, "call" | "refusal">);
}
