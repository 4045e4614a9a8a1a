import type { LoginProfile, User } from "@portcullis/directory";
import type { OperationId } from "../../framework/api.ts";
import type { Call, SealedPlace } from "../../framework/call.ts";

type Keeper = Pick<Call<OperationId>, "account" | "vault">;

function place(account: string, id: string, field: keyof LoginProfile): SealedPlace {
  return { account, kind: "login-profile", id, field };
}

/** Hashes of a user's passwords, newest first: the present one, and those before it that are remembered. */
export function keptPasswords(
  { account, vault }: Keeper,
  profile: LoginProfile,
): readonly [string, ...string[]] {
  const present = vault.open(place(account, profile.id, "password"), profile.password);
  const { previousPasswords } = profile;
  if (previousPasswords === undefined) return [present];
  return [
    present,
    ...vault.open(place(account, profile.id, "previousPasswords"), previousPasswords).split("\n"),
  ];
}

/** The fields that keep these hashes, newest first. */
export function keepPasswords(
  { account, vault }: Keeper,
  user: User,
  [present, ...previous]: readonly [string, ...string[]],
): Pick<LoginProfile, "password" | "previousPasswords"> {
  return {
    password: vault.seal(place(account, user.id, "password"), present),
    ...(previous.length === 0
      ? {}
      : { previousPasswords: vault.seal(place(account, user.id, "previousPasswords"), previous.join("\n")) }),
  };
}
