import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { home, newCloud } from "./harness.ts";
import { passwordsOf } from "./passwords.ts";
import { allow, document, holder, person } from "./people.ts";

const named = { UserName: "Ann" } as const;
const violation = (message: string) => ({ code: "PasswordPolicyViolation", message });

function furnished() {
  const cloud = newCloud();
  const root = cloud.root();
  cloud.call(root, "iam:CreateUser", named);
  const passwords = passwordsOf(cloud);
  return {
    cloud,
    root,
    passwords,
    refusal: (Password: string) => passwords.refusal(root, "iam:CreateLoginProfile", { ...named, Password }),
    take: (Password: string) => passwords.call(root, "iam:CreateLoginProfile", { ...named, Password }),
  };
}

describe("the password policy of an account", () => {
  it("is told of as it was set, and what was not set has its default", () => {
    const { cloud, root } = furnished();
    cloud.call(root, "iam:UpdateAccountPasswordPolicy", {});
    const least = {
      MinimumPasswordLength: 6,
      RequireSymbols: false,
      RequireNumbers: false,
      RequireUppercaseCharacters: false,
      RequireLowercaseCharacters: false,
      AllowUsersToChangePassword: false,
      ExpirePasswords: false,
    };
    assert.deepEqual(cloud.call(root, "iam:GetAccountPasswordPolicy"), { PasswordPolicy: least });
    const all = {
      MinimumPasswordLength: 14,
      RequireSymbols: true,
      RequireNumbers: true,
      RequireUppercaseCharacters: true,
      RequireLowercaseCharacters: true,
      AllowUsersToChangePassword: true,
      MaxPasswordAge: 90,
      PasswordReusePrevention: 24,
      HardExpiry: true,
    };
    cloud.call(root, "iam:UpdateAccountPasswordPolicy", all);
    assert.deepEqual(cloud.call(root, "iam:GetAccountPasswordPolicy"), {
      PasswordPolicy: { ...all, ExpirePasswords: true },
    });
    cloud.call(root, "iam:UpdateAccountPasswordPolicy", { RequireNumbers: true });
    assert.deepEqual(cloud.call(root, "iam:GetAccountPasswordPolicy"), {
      PasswordPolicy: { ...least, RequireNumbers: true },
    });
  });

  it("is not there before it is set and after it is deleted", () => {
    const { cloud, root } = furnished();
    const none = {
      code: "NoSuchEntity",
      message: `The Password Policy with domain name ${home} cannot be found.`,
    };
    assert.deepEqual(cloud.refusal(root, "iam:GetAccountPasswordPolicy"), none);
    assert.deepEqual(cloud.refusal(root, "iam:DeleteAccountPasswordPolicy"), {
      code: "NoSuchEntity",
      message: "The account policy with name PasswordPolicy cannot be found.",
    });
    cloud.call(root, "iam:UpdateAccountPasswordPolicy", {});
    cloud.call(root, "iam:DeleteAccountPasswordPolicy");
    assert.deepEqual(cloud.refusal(root, "iam:GetAccountPasswordPolicy"), none);
  });

  it("has bounds", () => {
    const { cloud, root } = furnished();
    const inputs = [
      { MinimumPasswordLength: 5 },
      { MinimumPasswordLength: 129 },
      { MaxPasswordAge: 0 },
      { MaxPasswordAge: 1096 },
      { PasswordReusePrevention: 0 },
      { PasswordReusePrevention: 25 },
    ];
    for (const input of inputs) {
      assert.equal(cloud.refusal(root, "iam:UpdateAccountPasswordPolicy", input).code, "ValidationError");
    }
  });

  it("asks for each kind of character that it names, and for its length", async () => {
    const { cloud, root, refusal, take } = furnished();
    const missing = {
      RequireUppercaseCharacters: ["tulip-1953", "uppercase letter"],
      RequireLowercaseCharacters: ["TULIP-1953", "lowercase letter"],
      RequireNumbers: ["Tulip-ABCD", "number"],
      RequireSymbols: ["Tulip 1953", "symbol"],
    } as const;
    for (const [rule, [password, kind]] of Object.entries(missing)) {
      cloud.call(root, "iam:UpdateAccountPasswordPolicy", { [rule]: true });
      assert.deepEqual(await refusal(password), violation(`Password should have at least one ${kind}`));
    }
    cloud.call(root, "iam:UpdateAccountPasswordPolicy", {
      MinimumPasswordLength: 12,
      RequireNumbers: true,
      RequireSymbols: true,
    });
    assert.deepEqual(
      await refusal("tulip"),
      violation(
        "Password should have a minimum length of 12, Password should have at least one number, Password should have at least one symbol",
      ),
    );
    await take("tulips-in-1953");
  });

  it("that is not set asks for eight characters of three kinds", async () => {
    const { refusal, take } = furnished();
    assert.deepEqual(
      await refusal("tulip1953"),
      violation(
        "Password should meet 1 more of the following requirements: Password should have at least one uppercase letter, Password should have at least one symbol",
      ),
    );
    assert.match((await refusal("tulipfield")).message, /^Password should meet 2 more of the following/);
    assert.deepEqual(await refusal("Tulip-1"), violation("Password should have a minimum length of 8"));
    await take("Tulip195");
  });

  it("holds for a password that is set, not for one that is there", async () => {
    const { cloud, root, take, passwords } = furnished();
    await take("Tulip195");
    cloud.call(root, "iam:UpdateAccountPasswordPolicy", { MinimumPasswordLength: 20 });
    const ann = cloud.call(root, "iam:CreateAccessKey", named).AccessKey.AccessKeyId;
    cloud.call(root, "iam:PutUserPolicy", {
      ...named,
      PolicyName: "own",
      PolicyDocument: allow("iam:ChangePassword"),
    });
    const change = { OldPassword: "Tulip195", NewPassword: "a tulip of nineteen fifty-three" };
    await passwords.call({ account: home, accessKeyId: ann }, "iam:ChangePassword", change);
  });

  it("bounds what a password may hold whatever else it says", async () => {
    const { refusal } = furnished();
    for (const password of ["", "x".repeat(129), "Tulip\u0001-1953", "Tulip-1953\u0100"]) {
      const { code, message } = await refusal(password);
      assert.equal(code, "ValidationError");
      assert.ok(password === "" || !message.includes(password), "nothing of it is repeated");
    }
  });

  it("does not stop a change of a password that has expired", async () => {
    const { cloud, root, take, passwords } = furnished();
    await take("Tulip-1953");
    const age = { MaxPasswordAge: 1, HardExpiry: true, AllowUsersToChangePassword: true };
    cloud.call(root, "iam:UpdateAccountPasswordPolicy", age);
    cloud.now += 2 * 86_400_000;
    const ann = cloud.call(root, "iam:CreateAccessKey", named).AccessKey.AccessKeyId;
    const change = { OldPassword: "Tulip-1953", NewPassword: "Crocus-1954" };
    await passwords.call({ account: home, accessKeyId: ann }, "iam:ChangePassword", change);
  });
});

describe("AllowUsersToChangePassword", () => {
  const change = { OldPassword: "Tulip-1953", NewPassword: "Crocus-1954" };
  const noPermission = (resource: string, action: string) => ({
    code: "AccessDenied",
    message: `User: arn:aws:iam::${home}:user/people/Eve is not authorized to perform: iam:${action} on resource: ${resource} because no identity-based policy allows the iam:${action} action`,
  });

  function withEve(policy?: string) {
    const { cloud, root, passwords } = furnished();
    const eve = person(cloud, "Eve", policy);
    cloud.call(root, "iam:UpdateUser", { UserName: "Eve", NewPath: "/people/" });
    const allowAll = (AllowUsersToChangePassword: boolean) =>
      cloud.call(root, "iam:UpdateAccountPasswordPolicy", { AllowUsersToChangePassword });
    return { cloud, root, passwords, eve, allowAll };
  }

  it("lets every user change its password and read the policy, until it is taken back", async () => {
    const { cloud, root, passwords, eve, allowAll } = withEve();
    await passwords.call(root, "iam:CreateLoginProfile", { UserName: "Eve", Password: "Tulip-1953" });
    assert.deepEqual(
      await passwords.refusal(eve, "iam:ChangePassword", change),
      noPermission("user Eve", "ChangePassword"),
    );
    assert.deepEqual(
      cloud.refusal(eve, "iam:GetAccountPasswordPolicy"),
      noPermission("*", "GetAccountPasswordPolicy"),
    );
    allowAll(true);
    assert.ok(cloud.call(eve, "iam:GetAccountPasswordPolicy").PasswordPolicy);
    await passwords.call(eve, "iam:ChangePassword", change);
    allowAll(false);
    assert.deepEqual(
      await passwords.refusal(eve, "iam:ChangePassword", change),
      noPermission("user Eve", "ChangePassword"),
    );
  });

  it("gives nothing else", () => {
    const { cloud, eve, allowAll } = withEve();
    allowAll(true);
    for (const id of ["iam:GetLoginProfile", "iam:DeleteLoginProfile"] as const) {
      assert.equal(cloud.refusal(eve, id, {}).code, "AccessDenied");
    }
    assert.equal(cloud.refusal(eve, "iam:DeleteAccountPasswordPolicy").code, "AccessDenied");
  });

  it("gives way to a deny and to a boundary", async () => {
    const denied = withEve(document({ Effect: "Deny", Action: "iam:ChangePassword" }));
    denied.allowAll(true);
    assert.match(
      (await denied.passwords.refusal(denied.eve, "iam:ChangePassword", change)).message,
      /with an explicit deny in an identity-based policy$/,
    );
    const bounded = withEve();
    bounded.allowAll(true);
    const { Policy } = bounded.cloud.call(bounded.root, "iam:CreatePolicy", {
      PolicyName: "Bound",
      PolicyDocument: allow("s3:*"),
    });
    bounded.cloud.call(bounded.root, "iam:PutUserPermissionsBoundary", {
      UserName: "Eve",
      PermissionsBoundary: Policy?.Arn ?? "",
    });
    assert.match(
      (await bounded.passwords.refusal(bounded.eve, "iam:ChangePassword", change)).message,
      /because no permissions boundary allows the iam:ChangePassword action$/,
    );
  });

  it("is for users, not for roles", () => {
    const { cloud, root, allowAll } = withEve(allow("sts:AssumeRole"));
    allowAll(true);
    cloud.call(root, "iam:CreateRole", {
      RoleName: "Worker",
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { AWS: home }, Action: "sts:AssumeRole" }],
      }),
    });
    const ben = person(cloud, "Ben", allow("sts:AssumeRole"));
    const RoleArn = `arn:aws:iam::${home}:role/Worker`;
    const worker = holder(cloud.call(ben, "sts:AssumeRole", { RoleArn, RoleSessionName: "session" }));
    assert.equal(cloud.refusal(worker, "iam:GetAccountPasswordPolicy").code, "AccessDenied");
  });
});
