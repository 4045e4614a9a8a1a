import type { LoginProfile, User } from "@portcullis/directory";
import { type Hashing, hashNewPassword, type NewPassword } from "@portcullis/keys";
import type { Failure, OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { keepPasswords, keptPasswords } from "./kept-passwords.ts";
import { passwordPolicyOf, reused } from "./password-rules.ts";

/** A password as it was hashed before the attempt. */
export interface HashedPassword extends NewPassword {
  /** What it was compared with: the profile as it was then. */
  readonly over: LoginProfile;
}

/** Hashes a password that takes the place of others. */
export async function hashOver(
  call: Pick<Call<OperationId>, "account" | "vault">,
  hashing: Hashing,
  profile: LoginProfile,
  password: string,
): Promise<HashedPassword> {
  return { ...(await hashNewPassword(hashing, password, keptPasswords(call, profile))), over: profile };
}

/** Whether the profile has another password than the one that something was found out about. */
export function isOther(profile: LoginProfile, over: LoginProfile): boolean {
  return profile.password !== over.password;
}

/** AWS says this of a profile that is not ready for another change. */
export function changing({ name }: User): Failure {
  return {
    code: "EntityTemporarilyUnmodifiable",
    message: `Login Profile for User ${name} cannot be modified while login profile is being changed.`,
  };
}

/** What is kept of a new password, by the policy that holds at the attempt; or why it cannot be set. */
export function setPassword(
  call: Call<OperationId>,
  user: User,
  profile: LoginProfile,
  hashed: HashedPassword,
): LoginProfile | Failure {
  const policy = passwordPolicyOf(call.home, call.account);
  if (isOther(profile, hashed.over)) return changing(user);
  const remembered = policy?.reusePrevention ?? 0;
  if (hashed.usedAt !== undefined && hashed.usedAt < remembered) return reused;
  const { previousPasswords: _, ...rest } = profile;
  // As many as the policy looks at, and no more: nobody should find more of them than is asked for.
  const previous = keptPasswords(call, profile).slice(0, Math.max(0, remembered - 1));
  return { ...rest, changed: call.now, ...keepPasswords(call, user, [hashed.hash, ...previous]) };
}
