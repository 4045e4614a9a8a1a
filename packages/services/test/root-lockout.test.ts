/** Attack: codes and passwords are guessed so often that the root user has to wait for its own. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { InputOf, OperationId } from "@portcullis/services";
import { type Cloud, home, newCloud, other, start, type Who } from "./harness.ts";
import { device, mfa, type Phone, wrong } from "./mfa.ts";
import { passwordsOf } from "./passwords.ts";
import { allow, holder, person, role, trust } from "./people.ts";

const OFTEN = 12;

interface World {
  readonly cloud: Cloud;
  readonly phone: Phone;
  /** Root's device as it is kept. */
  kept(): unknown;
}

/** An account whose root user has an MFA device. */
function withRootsPhone(): World {
  const cloud = newCloud();
  const phone = device(cloud, "Roots");
  const kept = () => [...cloud.state().byId["mfa-device"].values()].find(({ name }) => name === "Roots");
  const made = kept();
  assert.ok(made !== undefined);
  cloud.put(home, { ...made, owner: home, enabled: start });
  return { cloud, phone, kept };
}

/** Everybody but root who can sign a call: of another account, of the same one without permission, and with some. */
function strangers(cloud: Cloud): readonly (readonly [name: string, who: Who])[] {
  const anyone = trust({ AWS: "*" });
  role(cloud, "Taken", allow("sts:*"), anyone);
  const RoleArn = `arn:aws:iam::${home}:role/Taken`;
  const foreign = person(cloud, "Eve", allow("*"), other);
  const session = { RoleArn, RoleSessionName: "guess" };
  return [
    ["another account's root", cloud.root(other)],
    ["an administrator of another account", foreign],
    ["a user without permission", person(cloud, "Nobody")],
    ["a user who may ask STS for anything", person(cloud, "Ann", allow("sts:*"))],
    ["a user who is called root", person(cloud, "root", allow("sts:*"))],
    ["a user whose name is the account's number", person(cloud, home, allow("sts:*"))],
    [
      "a session of a role",
      holder(cloud.call(person(cloud, "Bob", allow("sts:*")), "sts:AssumeRole", session)),
    ],
  ];
}

function refusedOften<I extends OperationId>(cloud: Cloud, who: Who, id: I, input: InputOf<I>): void {
  for (let at = 0; at < OFTEN; at++) {
    const { guesses } = cloud;
    cloud.refusal(who, id, input);
    assert.equal(cloud.guesses, guesses, `${id} counted a guess`);
  }
}

describe("attack: a stranger cannot lock out root", () => {
  const { cloud, phone, kept } = withRootsPhone();
  const before = kept();
  const code = wrong(phone);
  const two = { AuthenticationCode1: code, AuthenticationCode2: code };

  for (const [name, who] of strangers(cloud)) {
    it(`by codes of its device, as ${name}`, () => {
      const RoleArn = `arn:aws:iam::${home}:role/Taken`;
      refusedOften(cloud, who, "sts:GetSessionToken", mfa(phone, code));
      const assumed = { RoleArn, RoleSessionName: "guess", ...mfa(phone, code) };
      refusedOften(cloud, who, "sts:AssumeRole", assumed);
      for (const UserName of ["root", home, "Ann"]) {
        const named = { UserName, SerialNumber: phone.serial, ...two };
        refusedOften(cloud, who, "iam:ResyncMFADevice", named);
        refusedOften(cloud, who, "iam:EnableMFADevice", named);
      }
      assert.deepEqual(kept(), before);
    });
  }

  it("and root's own code is taken after all of that", () => {
    assert.ok(cloud.call(cloud.root(), "sts:GetSessionToken", mfa(phone)).Credentials);
  });

  it("while what root itself guesses wrong is counted", () => {
    const mine = withRootsPhone();
    const no = mfa(mine.phone, wrong(mine.phone));
    for (let at = 0; at < 5; at++) mine.cloud.refusal(mine.cloud.root(), "sts:GetSessionToken", no);
    assert.equal(mine.cloud.guesses, 5);
    const { code: told } = mine.cloud.refusal(mine.cloud.root(), "sts:GetSessionToken", mfa(mine.phone));
    assert.equal(told, "Throttling");
  });

  it("by passwords: root has none, and whoever guesses uses up the guesses at their own", async () => {
    const world = newCloud();
    const passwords = passwordsOf(world);
    const all = strangers(world);
    const Password = "Present-1-password";
    await passwords.call(world.root(), "iam:CreateLoginProfile", { UserName: "Ann", Password });
    const input = { OldPassword: "no-such-password", NewPassword: "Another-1-password" };
    for (const [, who] of [["root itself", world.root()] as const, ...all]) {
      await passwords.refusal(who, "iam:ChangePassword", input);
    }
    assert.deepEqual(passwords.guessed, [], "none of them may guess");
    const PolicyDocument = allow("iam:ChangePassword");
    for (const UserName of ["Ann", "root", home]) {
      world.call(world.root(), "iam:PutUserPolicy", { UserName, PolicyName: "own", PolicyDocument });
    }
    for (const [, who] of all) await passwords.refusal(who, "iam:ChangePassword", input);
    const id = world.call(world.root(), "iam:GetUser", { UserName: "Ann" }).User.UserId;
    assert.deepEqual(passwords.guessed, [`${home}/password/${id}`]);
  });
});
