import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Cloud, home, newCloud, other, start } from "./harness.ts";
import { passwordsOf } from "./passwords.ts";
import { allow, holder, person, role } from "./people.ts";

const named = { UserName: "Ann" } as const;
const first = "Tulip-1953";
const second = "Crocus-1954";
const third = "Orchid-1955";

const throttled = { code: "Throttling", message: "Rate exceeded" };
const noProfile = { code: "NoSuchEntity", message: "Login Profile for User Ann cannot be found." };
const noUser = { code: "NoSuchEntity", message: "The user with name Nemo cannot be found." };
const violation = (message: string) => ({ code: "PasswordPolicyViolation", message });
const reused = violation(
  "Policy constraint violation with password reuse prevention during password change.",
);

function furnished() {
  const cloud = newCloud();
  const ann = person(cloud, "Ann", allow("iam:ChangePassword", "iam:*LoginProfile"));
  return { cloud, ann, root: cloud.root(), passwords: passwordsOf(cloud) };
}

const profileOf = (cloud: Cloud) => [...cloud.state().byId["login-profile"].values()][0];

describe("a login profile", () => {
  it("is made for a user, told of without its password, and taken away", async () => {
    const { cloud, root, passwords } = furnished();
    const LoginProfile = { UserName: "Ann", CreateDate: start, PasswordResetRequired: true };
    assert.deepEqual(
      await passwords.call(root, "iam:CreateLoginProfile", {
        UserName: "ann",
        Password: first,
        PasswordResetRequired: true,
      }),
      { LoginProfile },
    );
    cloud.now += 5000;
    assert.deepEqual(cloud.call(root, "iam:GetLoginProfile", named), { LoginProfile });
    cloud.call(root, "iam:DeleteLoginProfile", named);
    assert.deepEqual(cloud.refusal(root, "iam:GetLoginProfile", named), noProfile);
    assert.deepEqual(cloud.refusal(root, "iam:DeleteLoginProfile", named), noProfile);
    assert.equal(cloud.state().byId["login-profile"].size, 0);
  });

  it("needs no reset where the request says nothing of it", async () => {
    const { root, passwords } = furnished();
    const made = await passwords.call(root, "iam:CreateLoginProfile", { ...named, Password: first });
    assert.equal(made.LoginProfile.PasswordResetRequired, false);
  });

  it("is the caller's own where no name is given, and only a user has one", async () => {
    const { cloud, ann, root, passwords } = furnished();
    await passwords.call(ann, "iam:CreateLoginProfile", { Password: first });
    assert.equal(cloud.call(ann, "iam:GetLoginProfile", {}).LoginProfile.UserName, "Ann");
    cloud.call(ann, "iam:DeleteLoginProfile", {});
    const arn = role(cloud, "Worker", allow("iam:*"));
    const session = holder(cloud.call(cloud.root(), "sts:GetSessionToken"), home);
    assert.equal(cloud.refusal(session, "iam:GetLoginProfile", {}).code, "InvalidClientTokenId");
    const ben = person(cloud, "Ben", allow("sts:AssumeRole"));
    const worker = holder(cloud.call(ben, "sts:AssumeRole", { RoleArn: arn, RoleSessionName: "session" }));
    const mustName = {
      code: "ValidationError",
      message: "Must specify userName when calling with non-User credentials",
    };
    for (const who of [root, worker]) {
      assert.deepEqual(await passwords.refusal(who, "iam:CreateLoginProfile", { Password: first }), mustName);
      assert.deepEqual(cloud.refusal(who, "iam:GetLoginProfile", {}), mustName);
      assert.deepEqual(cloud.refusal(who, "iam:DeleteLoginProfile", {}), mustName);
    }
  });

  it("is one for each user, of users that there are, with a password", async () => {
    const { root, passwords, cloud } = furnished();
    await passwords.call(root, "iam:CreateLoginProfile", { ...named, Password: first });
    assert.deepEqual(
      await passwords.refusal(root, "iam:CreateLoginProfile", { ...named, Password: second }),
      { code: "EntityAlreadyExists", message: "Login Profile for user Ann already exists." },
    );
    const nemo = { UserName: "Nemo" };
    assert.deepEqual(
      await passwords.refusal(root, "iam:CreateLoginProfile", { ...nemo, Password: first }),
      noUser,
    );
    assert.deepEqual(
      await passwords.refusal(root, "iam:UpdateLoginProfile", { ...nemo, Password: first }),
      noUser,
    );
    assert.deepEqual(cloud.refusal(root, "iam:GetLoginProfile", nemo), noUser);
    assert.deepEqual(cloud.refusal(root, "iam:DeleteLoginProfile", nemo), noUser);
    assert.deepEqual(cloud.refusal(root, "iam:CreateLoginProfile", { UserName: "Ann" }), {
      code: "ValidationError",
      message:
        "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
    });
  });

  it("keeps what an update leaves out", async () => {
    const { cloud, root, passwords } = furnished();
    await passwords.call(root, "iam:CreateLoginProfile", { ...named, Password: first });
    const before = profileOf(cloud);
    cloud.now += 5000;
    await passwords.call(root, "iam:UpdateLoginProfile", { ...named, PasswordResetRequired: true });
    assert.deepEqual(profileOf(cloud), { ...before, resetRequired: true });
    await passwords.call(root, "iam:UpdateLoginProfile", { ...named, Password: second });
    const after = profileOf(cloud);
    assert.deepEqual([after?.created, after?.changed, after?.resetRequired], [start, start + 5000, true]);
    assert.notEqual(after?.password, before?.password);
    cloud.call(root, "iam:DeleteLoginProfile", named);
    assert.deepEqual(
      await passwords.refusal(root, "iam:UpdateLoginProfile", { ...named, Password: first }),
      noProfile,
    );
  });

  it("must go before its user, and stays with a user that is renamed", async () => {
    const { cloud, root, passwords } = furnished();
    cloud.call(root, "iam:CreateUser", { UserName: "Zoe" });
    await passwords.call(root, "iam:CreateLoginProfile", { UserName: "Zoe", Password: first });
    cloud.call(root, "iam:UpdateUser", { UserName: "Zoe", NewUserName: "Zoey" });
    assert.equal(cloud.call(root, "iam:GetLoginProfile", { UserName: "Zoey" }).LoginProfile.UserName, "Zoey");
    assert.deepEqual(cloud.refusal(root, "iam:DeleteUser", { UserName: "Zoey" }), {
      code: "DeleteConflict",
      message: "Cannot delete entity, must delete login profile first.",
    });
    cloud.call(root, "iam:DeleteLoginProfile", { UserName: "Zoey" });
    cloud.call(root, "iam:DeleteUser", { UserName: "Zoey" });
  });

  it("of another account's user of the same name is another one", async () => {
    const { cloud, root, passwords } = furnished();
    await passwords.call(root, "iam:CreateLoginProfile", { ...named, Password: first });
    cloud.call(cloud.root(other), "iam:CreateUser", named);
    assert.deepEqual(cloud.refusal(cloud.root(other), "iam:GetLoginProfile", named), noProfile);
  });

  it("holds no password in clear", async () => {
    const { cloud, root, passwords } = furnished();
    await passwords.call(root, "iam:CreateLoginProfile", { ...named, Password: first });
    const kept = JSON.stringify(profileOf(cloud));
    assert.ok(!kept.includes(first) && !kept.includes("argon2"));
  });

  it("is not the same for two users with one password", async () => {
    const { cloud, root, passwords } = furnished();
    cloud.call(root, "iam:CreateUser", { UserName: "Ben" });
    await passwords.call(root, "iam:CreateLoginProfile", { ...named, Password: first });
    await passwords.call(root, "iam:CreateLoginProfile", { UserName: "Ben", Password: first });
    const [a, b] = [...cloud.state().byId["login-profile"].values()];
    assert.notEqual(a?.password, b?.password);
  });

  it("waits where as many passwords are hashed as may be", async () => {
    const { cloud, ann, root, passwords } = furnished();
    await passwords.call(root, "iam:CreateLoginProfile", { ...named, Password: first });
    cloud.call(root, "iam:CreateUser", { UserName: "Ben" });
    const busy = { ...passwords, withPasswords: async () => "busy" as const };
    const calls = [
      () => cloud.prepared(root, "iam:CreateLoginProfile", { UserName: "Ben", Password: first }, busy),
      () => cloud.prepared(root, "iam:UpdateLoginProfile", { ...named, Password: second }, busy),
      () => cloud.prepared(ann, "iam:ChangePassword", { OldPassword: first, NewPassword: second }, busy),
    ];
    for (const call of calls) await assert.rejects(call, throttled);
    assert.deepEqual(passwords.guessed, []);
  });
});

describe("ChangePassword", () => {
  const change = { OldPassword: first, NewPassword: second };

  async function withPassword() {
    const furniture = furnished();
    const { root, passwords } = furniture;
    await passwords.call(root, "iam:CreateLoginProfile", {
      ...named,
      Password: first,
      PasswordResetRequired: true,
    });
    return furniture;
  }

  it("takes the old password once, and then the new one", async () => {
    const { cloud, ann, passwords } = await withPassword();
    cloud.now += 5000;
    assert.deepEqual(await passwords.call(ann, "iam:ChangePassword", change), {});
    assert.deepEqual(await passwords.refusal(ann, "iam:ChangePassword", change), {
      code: "AccessDenied",
      message: "The old password was incorrect.",
    });
    const profile = profileOf(cloud);
    assert.deepEqual(
      [profile?.created, profile?.changed, profile?.resetRequired],
      [start, start + 5000, false],
    );
    await passwords.call(ann, "iam:ChangePassword", { OldPassword: second, NewPassword: third });
  });

  it("needs a login profile, and counts no guess where there is none", async () => {
    const { cloud, ann, root, passwords } = await withPassword();
    cloud.call(root, "iam:DeleteLoginProfile", named);
    assert.deepEqual(await passwords.refusal(ann, "iam:ChangePassword", change), noProfile);
    assert.deepEqual(passwords.guessed, []);
  });

  it("is for users alone", async () => {
    const { cloud, root, passwords } = await withPassword();
    const arn = role(cloud, "Worker", allow("iam:*"));
    const ben = person(cloud, "Ben", allow("sts:AssumeRole"));
    const worker = holder(cloud.call(ben, "sts:AssumeRole", { RoleArn: arn, RoleSessionName: "session" }));
    for (const who of [root, worker]) {
      assert.deepEqual(await passwords.refusal(who, "iam:ChangePassword", change), {
        code: "InvalidUserType",
        message: "Only IAM Users can change their own password",
      });
    }
    const nothing = role(cloud, "Nothing");
    const idle = holder(cloud.call(ben, "sts:AssumeRole", { RoleArn: nothing, RoleSessionName: "session" }));
    assert.equal((await passwords.refusal(idle, "iam:ChangePassword", change)).code, "AccessDenied");
  });

  it("counts every guess before it looks at the password, the right one too", async () => {
    const { cloud, ann, passwords } = await withPassword();
    const id = profileOf(cloud)?.id;
    const wrong = { ...change, OldPassword: "Tulip-1954" };
    assert.equal((await passwords.refusal(ann, "iam:ChangePassword", wrong)).code, "AccessDenied");
    await passwords.call(ann, "iam:ChangePassword", change);
    assert.deepEqual(passwords.guessed, [`${home}/password/${id}`, `${home}/password/${id}`]);
    passwords.left = 0;
    const right = { OldPassword: second, NewPassword: third };
    assert.deepEqual(await passwords.refusal(ann, "iam:ChangePassword", right), throttled);
    assert.deepEqual(await passwords.refusal(ann, "iam:ChangePassword", wrong), throttled);
  });

  it("does not keep an administrator from setting a password, however often somebody guessed", async () => {
    const { ann, root, passwords } = await withPassword();
    passwords.left = 0;
    assert.deepEqual(await passwords.refusal(ann, "iam:ChangePassword", change), throttled);
    await passwords.call(root, "iam:UpdateLoginProfile", { ...named, Password: third });
  });

  it("says nothing of the new password before the old one is proved", async () => {
    const { ann, passwords } = await withPassword();
    const wrong = { OldPassword: second, NewPassword: "short" };
    assert.equal((await passwords.refusal(ann, "iam:ChangePassword", wrong)).code, "AccessDenied");
    assert.deepEqual(
      await passwords.refusal(ann, "iam:ChangePassword", { ...change, NewPassword: "Short-1" }),
      violation("Password should have a minimum length of 8"),
    );
    assert.deepEqual(
      await passwords.refusal(ann, "iam:ChangePassword", { ...change, NewPassword: first }),
      reused,
    );
  });

  it("that another one overtook is refused, and may be tried again", async () => {
    const { cloud, ann, root, passwords } = await withPassword();
    const { withPasswords } = passwords;
    passwords.withPasswords = async (owner, work) => {
      const done = await withPasswords(owner, work);
      passwords.withPasswords = withPasswords;
      await passwords.call(root, "iam:UpdateLoginProfile", { ...named, Password: third });
      return done;
    };
    const overtaken = passwords.call(ann, "iam:ChangePassword", change);
    await assert.rejects(overtaken, {
      code: "EntityTemporarilyUnmodifiable",
      message: "Login Profile for User Ann cannot be modified while login profile is being changed.",
    });
    assert.equal(profileOf(cloud)?.resetRequired, true);
    await passwords.call(ann, "iam:ChangePassword", { OldPassword: third, NewPassword: second });
  });

  it("is one at a time for a user", async () => {
    const { ann, passwords } = await withPassword();
    const [done, refused] = await Promise.allSettled([
      passwords.call(ann, "iam:ChangePassword", change),
      passwords.call(ann, "iam:ChangePassword", { ...change, NewPassword: third }),
    ]);
    assert.equal(done.status, "fulfilled");
    assert.equal(refused.status === "rejected" && refused.reason.code, "Throttling");
    assert.equal(passwords.guessed.length, 1);
  });
});
