/** Passwords of users and the policy of an account, as the official client calls for them. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  ChangePasswordCommand,
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  DeleteAccountPasswordPolicyCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  type IAMClient,
  UpdateAccountPasswordPolicyCommand,
  UpdateLoginProfileCommand,
} from "@aws-sdk/client-iam";
import { clientsOf, credentialsOf, failureOf } from "./support/clients.ts";
import { EPHEMERAL_ACCOUNT, startEphemeral, type TestServer } from "./support/server.ts";

const ann = { UserName: "Ann" } as const;
const [first, second, third] = ["Tulip-1953", "Crocus-1954", "Orchid-1955"] as const;
let server: TestServer;
let root: IAMClient;
let user: IAMClient;

before(async () => {
  server = await startEphemeral();
  root = clientsOf(server, server.root).iam;
  await root.send(new CreateUserCommand(ann));
  const { AccessKey } = await root.send(new CreateAccessKeyCommand(ann));
  user = clientsOf(server, credentialsOf(AccessKey)).iam;
});
after(() => server.stop());

describe("the password policy", () => {
  test("is set, told of and deleted", async () => {
    const none = await failureOf(root.send(new GetAccountPasswordPolicyCommand({})));
    assert.deepEqual(none, {
      name: "NoSuchEntityException",
      message: `The Password Policy with domain name ${EPHEMERAL_ACCOUNT} cannot be found.`,
      status: 404,
    });
    await root.send(
      new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 10, MaxPasswordAge: 90 }),
    );
    const { PasswordPolicy } = await root.send(new GetAccountPasswordPolicyCommand({}));
    assert.deepEqual(PasswordPolicy, {
      MinimumPasswordLength: 10,
      RequireSymbols: false,
      RequireNumbers: false,
      RequireUppercaseCharacters: false,
      RequireLowercaseCharacters: false,
      AllowUsersToChangePassword: false,
      ExpirePasswords: true,
      MaxPasswordAge: 90,
    });
    await root.send(new DeleteAccountPasswordPolicyCommand({}));
    assert.equal(
      (await failureOf(root.send(new DeleteAccountPasswordPolicyCommand({})))).name,
      "NoSuchEntityException",
    );
  });
});

describe("a password", () => {
  test("is made, changed by its user, set by an administrator and deleted", async () => {
    const { LoginProfile } = await root.send(
      new CreateLoginProfileCommand({ ...ann, Password: first, PasswordResetRequired: true }),
    );
    assert.equal(LoginProfile?.UserName, "Ann");
    assert.equal(LoginProfile?.PasswordResetRequired, true);
    assert.ok(LoginProfile?.CreateDate instanceof Date);

    const change = (OldPassword: string, NewPassword: string) =>
      user.send(new ChangePasswordCommand({ OldPassword, NewPassword }));
    assert.deepEqual(await failureOf(change(first, second)), {
      name: "AccessDenied",
      message: `User: arn:aws:iam::${EPHEMERAL_ACCOUNT}:user/Ann is not authorized to perform: iam:ChangePassword on resource: user Ann because no identity-based policy allows the iam:ChangePassword action`,
      status: 403,
    });
    await root.send(
      new UpdateAccountPasswordPolicyCommand({
        AllowUsersToChangePassword: true,
        PasswordReusePrevention: 2,
        RequireNumbers: true,
      }),
    );
    assert.deepEqual(await failureOf(change(second, third)), {
      name: "AccessDenied",
      message: "The old password was incorrect.",
      status: 403,
    });
    assert.deepEqual(await failureOf(change(first, "without")), {
      name: "PasswordPolicyViolationException",
      message: "Password should have at least one number",
      status: 400,
    });
    await change(first, second);
    assert.equal((await failureOf(change(second, first))).name, "PasswordPolicyViolationException");
    const told = await root.send(new GetLoginProfileCommand(ann));
    assert.equal(told.LoginProfile?.PasswordResetRequired, false);

    await root.send(new UpdateLoginProfileCommand({ ...ann, Password: third }));
    assert.equal((await failureOf(change(second, first))).name, "AccessDenied");
    assert.deepEqual(await failureOf(root.send(new DeleteUserCommand(ann))), {
      name: "DeleteConflictException",
      message: "Cannot delete entity, must delete login profile first.",
      status: 409,
    });
    await root.send(new DeleteLoginProfileCommand(ann));
    assert.equal((await failureOf(root.send(new GetLoginProfileCommand(ann)))).name, "NoSuchEntityException");
  });

  test("is for users: root has none, changes none, and counts none", async () => {
    const change = new ChangePasswordCommand({ OldPassword: first, NewPassword: second });
    assert.deepEqual(await failureOf(root.send(change)), {
      name: "InvalidUserTypeException",
      message: "Only IAM Users can change their own password",
      status: 400,
    });
    const { SummaryMap } = await root.send(new GetAccountSummaryCommand({}));
    assert.equal(SummaryMap?.AccountPasswordPresent, 0);
    const { User } = await root.send(new GetUserCommand(ann));
    assert.equal(User?.PasswordLastUsed, undefined);
  });

  test("attack: that is guessed often makes whoever guesses wait, and no administrator", async () => {
    await root.send(new CreateLoginProfileCommand({ ...ann, Password: first }));
    const guess = () =>
      failureOf(user.send(new ChangePasswordCommand({ OldPassword: "wrong", NewPassword: second })));
    let answer = await guess();
    for (let at = 0; answer.name === "AccessDenied" && at < 20; at++) answer = await guess();
    assert.deepEqual(answer, { name: "Throttling", message: "Rate exceeded", status: 400 });
    await root.send(new UpdateLoginProfileCommand({ ...ann, Password: third }));
  });
});
