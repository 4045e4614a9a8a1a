import { changePassword } from "./calls.ts";
import { openConnection, type Reply } from "./connection.ts";
import { type Signer, signedPost } from "./signed-post.ts";

export interface PasswordUser {
  readonly credentials: Signer;
  /** The present one first; turned around by each change. */
  passwords: readonly [string, string];
}

export interface Stormed {
  readonly changed: number;
  /** How often somebody was told to come again later. */
  readonly sentAway: number;
  readonly seconds: number;
}

/** Every user changes its password, again and again over a connection of its own, until the time is over. */
export async function passwordStorm(
  port: number,
  users: readonly PasswordUser[],
  milliseconds: number,
): Promise<Stormed> {
  const began = performance.now();
  let changed = 0;
  let sentAway = 0;
  const storm = async (user: PasswordUser): Promise<void> => {
    const connection = await openConnection(port);
    while (performance.now() - began < milliseconds) {
      const [present, next] = user.passwords;
      const request = signedPost(port, user.credentials, changePassword(present, next), Date.now());
      const reply = await new Promise<Reply | undefined>((resolve) => connection.send(request, resolve));
      if (reply?.status === 200) {
        user.passwords = [next, present];
        changed += 1;
      } else if (reply?.body.includes("<Code>Throttling</Code>") === true) {
        sentAway += 1;
      } else {
        throw new Error(`a change of a password was answered: ${reply?.body.toString()}`);
      }
    }
    connection.close();
  };
  await Promise.all(users.map(storm));
  return { changed, sentAway, seconds: (performance.now() - began) / 1000 };
}
