import type { LoginProfile } from "@portcullis/directory";
import { type Hashing, isPassword } from "@portcullis/keys";
import type { OperationId } from "../../framework/api.ts";
import type { Call, Powers } from "../../framework/call.ts";
import { keptPasswords } from "./kept-passwords.ts";

/**
 * Whether somebody knows the password of a user. `too-often`: it was not looked at.
 *
 * INVARIANT: the guess is counted before anything of the password is looked at.
 */
export async function provePassword(
  call: Pick<Call<OperationId>, "account" | "vault">,
  powers: Pick<Powers, "countGuess">,
  hashing: Hashing,
  profile: LoginProfile,
  password: string,
): Promise<"right" | "wrong" | "too-often"> {
  const counted = await powers.countGuess({ account: call.account, kind: "password", id: profile.id });
  if (!counted) return "too-often";
  const [present] = keptPasswords(call, profile);
  return (await isPassword(hashing, password, present)) ? "right" : "wrong";
}
