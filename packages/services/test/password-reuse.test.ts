import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Cloud, newCloud } from "./harness.ts";
import { passwordsOf } from "./passwords.ts";
import { allow, person } from "./people.ts";

const named = { UserName: "Ann" } as const;
const first = "Tulip-1953";
const second = "Crocus-1954";
const third = "Orchid-1955";

const reused = {
  code: "PasswordPolicyViolation",
  message: "Policy constraint violation with password reuse prevention during password change.",
};

function furnished() {
  const cloud = newCloud();
  const ann = person(cloud, "Ann", allow("iam:ChangePassword"));
  return { cloud, ann, root: cloud.root(), passwords: passwordsOf(cloud) };
}

const profileOf = (cloud: Cloud) => [...cloud.state().byId["login-profile"].values()][0];

describe("passwords that were used before", () => {
  const prevent = (count: number) => ({ PasswordReusePrevention: count });

  it("are refused as far back as the policy says, and no further", async () => {
    const { cloud, root, passwords } = furnished();
    cloud.call(root, "iam:UpdateAccountPasswordPolicy", prevent(2));
    await passwords.call(root, "iam:CreateLoginProfile", { ...named, Password: first });
    const set = (Password: string) => passwords.call(root, "iam:UpdateLoginProfile", { ...named, Password });
    const refusal = (Password: string) =>
      passwords.refusal(root, "iam:UpdateLoginProfile", { ...named, Password });
    assert.deepEqual(await refusal(first), reused);
    await set(second);
    assert.deepEqual(await refusal(first), reused);
    assert.deepEqual(await refusal(second), reused);
    await set(third);
    await set(first);
  });

  it("are refused to the user itself as well", async () => {
    const { cloud, ann, root, passwords } = furnished();
    cloud.call(root, "iam:UpdateAccountPasswordPolicy", prevent(24));
    await passwords.call(root, "iam:CreateLoginProfile", { ...named, Password: first });
    await passwords.call(ann, "iam:ChangePassword", { OldPassword: first, NewPassword: second });
    await passwords.call(ann, "iam:ChangePassword", { OldPassword: second, NewPassword: third });
    const back = { OldPassword: third, NewPassword: first };
    assert.deepEqual(await passwords.refusal(ann, "iam:ChangePassword", back), reused);
  });

  it("attack: a long history makes no change dearer: earlier passwords are told by one hash", async () => {
    const { cloud, root, passwords } = furnished();
    cloud.call(root, "iam:UpdateAccountPasswordPolicy", prevent(24));
    let hashes = 0;
    const { withPasswords } = passwords;
    passwords.withPasswords = (owner, work) =>
      withPasswords(owner, (hashing) =>
        work({
          ...hashing,
          hash(password, like) {
            hashes += 1;
            return hashing.hash(password, like);
          },
        }),
      );
    await passwords.call(root, "iam:CreateLoginProfile", { ...named, Password: "Tulip-0" });
    for (let at = 1; at <= 26; at++) {
      await passwords.call(root, "iam:UpdateLoginProfile", { ...named, Password: `Tulip-${at}` });
    }
    assert.equal(hashes, 27);
    const kept = cloud.state().byId["login-profile"].values().next().value;
    assert.ok((kept?.previousPasswords?.length ?? 0) < 5000);
    const refusal = (at: number) =>
      passwords.refusal(root, "iam:UpdateLoginProfile", { ...named, Password: `Tulip-${at}` });
    assert.deepEqual(await refusal(26), reused);
    assert.deepEqual(await refusal(3), reused);
    await passwords.call(root, "iam:UpdateLoginProfile", { ...named, Password: "Tulip-2" });
  });

  it("are not remembered where no policy asks for it", async () => {
    const { cloud, root, passwords } = furnished();
    await passwords.call(root, "iam:CreateLoginProfile", { ...named, Password: first });
    await passwords.call(root, "iam:UpdateLoginProfile", { ...named, Password: second });
    assert.equal(profileOf(cloud)?.previousPasswords, undefined);
    await passwords.call(root, "iam:UpdateLoginProfile", { ...named, Password: second });
  });

  it("are forgotten with the policy that asked for them, at the next change", async () => {
    const { cloud, root, passwords } = furnished();
    cloud.call(root, "iam:UpdateAccountPasswordPolicy", prevent(24));
    await passwords.call(root, "iam:CreateLoginProfile", { ...named, Password: first });
    await passwords.call(root, "iam:UpdateLoginProfile", { ...named, Password: second });
    assert.notEqual(profileOf(cloud)?.previousPasswords, undefined);
    cloud.call(root, "iam:DeleteAccountPasswordPolicy");
    await passwords.call(root, "iam:UpdateLoginProfile", { ...named, Password: third });
    assert.equal(profileOf(cloud)?.previousPasswords, undefined);
  });
});
