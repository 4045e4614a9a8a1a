import type { Portcullis } from "@portcullis/aws-model";
import type { Called } from "../client/call.ts";

export type Keys = Portcullis["DescribeKeys"]["output"];

export interface FollowOptions {
  /** Asks how far it is. */
  readonly ask: () => Promise<Called<Keys>>;
  /** Resolves after so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
  /** Told of every answer. */
  readonly seen: (keys: Keys) => void;
}

/** How it ended: with no rotation under way any more, or with one sentence that says why it is followed no longer. */
export type Followed = { readonly keys: Keys } | { readonly problem: string };

/** Milliseconds between two questions: a short rotation should not be waited for, a long one not be disturbed. */
const PAUSE = { first: 100, longest: 2000 } as const;

/** Questions in a row without an answer: a minute or more, in which a server is started anew or a database fails over. */
const UNANSWERED = 40;

/** Follows a rotation, which goes on without anybody who follows it. */
export async function followRotation({ ask, pause, seen }: FollowOptions): Promise<Followed> {
  let unanswered = 0;
  let milliseconds: number = PAUSE.first;
  for (;;) {
    const called = await ask();
    if (called.ok) {
      unanswered = 0;
      const { output: keys } = called;
      seen(keys);
      if (keys.Rotation === undefined) return { keys };
      const stuck = stuckOn(keys.Rotation);
      if (stuck !== undefined) return { problem: stuck };
    } else {
      unanswered += 1;
      if (!called.passing || unanswered === UNANSWERED) return { problem: called.problem };
    }
    await pause(milliseconds);
    milliseconds = Math.min(2 * milliseconds, PAUSE.longest);
  }
}

function stuckOn({ ValuesLeft = 0, ValuesUnreadable = 0 }: NonNullable<Keys["Rotation"]>) {
  if (ValuesLeft === 0 || ValuesLeft > ValuesUnreadable) return undefined;
  return `The rotation cannot end, since ${ValuesUnreadable} sealed values do not open where they stand: the servers' logs name them, and the keys that they name are kept.`;
}
