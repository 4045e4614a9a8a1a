import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ann as annArn, arnOf, assume, denied, refusal } from "./assuming.ts";
import { type Cloud, home, newCloud, other, start, type Who } from "./harness.ts";
import { device, enabled, mfa, next, type Phone, wrong } from "./mfa.ts";
import { allow, document, holder, person, role, trust } from "./people.ts";

const invalid = {
  code: "AccessDenied",
  message: "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
};
const unknown = {
  code: "AccessDenied",
  message:
    "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
};
const tooSoon = { code: "Throttling", message: "Rate exceeded" };
const notRight = {
  code: "InvalidAuthenticationCode",
  message: "Authentication code for device is not valid.",
};
const withMfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
const codeRefused = (cloud: Cloud, who: Who, phone: Phone, code: string) =>
  cloud.refusal(who, "sts:GetSessionToken", mfa(phone, code));

/** A user with a device whose codes have not been used for a minute. */
function annWithPhone(policy?: string): { readonly cloud: Cloud; readonly ann: Who; readonly phone: Phone } {
  const cloud = newCloud();
  const ann = person(cloud, "Ann", policy);
  const phone = enabled(cloud, "Ann", device(cloud, "Phone"));
  cloud.now += 60_000;
  return { cloud, ann, phone };
}

describe("GetSessionToken with a code", () => {
  it("gives a session with MFA, which IAM takes, and whose age conditions see", () => {
    const { cloud, ann, phone } = annWithPhone(
      document({
        Action: "iam:GetUser",
        Condition: { ...withMfa, NumericLessThan: { "aws:MultiFactorAuthAge": "60" } },
      }),
    );
    assert.equal(cloud.refusal(ann, "iam:GetUser").code, "AccessDenied");
    const session = holder(cloud.call(ann, "sts:GetSessionToken", mfa(phone)));
    cloud.now += 59_000;
    assert.equal(cloud.call(session, "iam:GetUser").User.UserName, "Ann");
    cloud.now += 1000;
    assert.equal(cloud.refusal(session, "iam:GetUser").code, "AccessDenied");
  });

  it("takes a code of the step before and after, each once, and none older than one that it took", () => {
    const { cloud, ann, phone } = annWithPhone();
    assert.deepEqual(codeRefused(cloud, ann, phone, phone.code(-2)), invalid);
    assert.deepEqual(codeRefused(cloud, ann, phone, phone.code(2)), invalid);
    cloud.call(ann, "sts:GetSessionToken", mfa(phone, phone.code(0)));
    for (const late of [0, -1]) {
      assert.deepEqual(codeRefused(cloud, ann, phone, phone.code(late)), invalid);
    }
    const later = phone.code(1);
    cloud.call(ann, "sts:GetSessionToken", mfa(phone, later));
    next(cloud);
    assert.deepEqual(codeRefused(cloud, ann, phone, later), invalid);
    next(cloud);
    cloud.call(ann, "sts:GetSessionToken", mfa(phone));
  });

  it("takes no code by which the device was enabled or brought into step", () => {
    const cloud = newCloud();
    const ann = person(cloud, "Ann");
    const phone = enabled(cloud, "Ann", device(cloud, "Phone"));
    assert.deepEqual(codeRefused(cloud, ann, phone, phone.code()), invalid);
    cloud.now += 60_000;
    const named = { UserName: "Ann", SerialNumber: phone.serial };
    cloud.call(cloud.root(), "iam:ResyncMFADevice", { ...named, ...phone.two(-1) });
    assert.deepEqual(codeRefused(cloud, ann, phone, phone.code()), invalid);
    next(cloud);
    cloud.call(ann, "sts:GetSessionToken", mfa(phone));
  });

  it("needs the serial number and the code, of a device that is the caller's", () => {
    const { cloud, ann, phone } = annWithPhone();
    const half = {
      code: "AccessDenied",
      message:
        "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
    };
    const { SerialNumber, TokenCode } = mfa(phone);
    assert.deepEqual(cloud.refusal(ann, "sts:GetSessionToken", { SerialNumber }), half);
    assert.deepEqual(cloud.refusal(ann, "sts:GetSessionToken", { TokenCode }), half);
    const bob = person(cloud, "Bob");
    const spare = device(cloud, "Spare");
    const theirs = device(cloud, "Phone", { by: cloud.root(other) });
    for (const [who, whose] of [
      [bob, phone],
      [cloud.root(), phone],
      [ann, spare],
      [ann, theirs],
      [ann, { ...phone, serial: "GAHT12345678" }],
      [ann, { ...phone, serial: phone.serial.toLowerCase() }],
      [ann, { ...phone, serial: `arn:aws:iam::${home}:user/Ann` }],
    ] as const) {
      assert.deepEqual(codeRefused(cloud, who, whose, whose.code()), unknown);
    }
    cloud.call(cloud.root(), "iam:DeactivateMFADevice", { UserName: "Ann", SerialNumber: phone.serial });
    assert.deepEqual(codeRefused(cloud, ann, phone, phone.code()), unknown);
  });

  it("is not for sessions, which learn nothing of a code and use none up", () => {
    const { cloud, ann, phone } = annWithPhone();
    const session = holder(cloud.call(ann, "sts:GetSessionToken"));
    for (const code of [phone.code(), wrong(phone)]) {
      assert.equal(
        codeRefused(cloud, session, phone, code).message,
        "Cannot call GetSessionToken with session credentials",
      );
    }
    assert.equal(cloud.guesses, 0);
    cloud.call(ann, "sts:GetSessionToken", mfa(phone));
  });
});

describe("AssumeRole with a code", () => {
  const trusted = trust({ AWS: home }, { Condition: withMfa });

  it("assumes a role that asks for MFA, and is refused without one", () => {
    const { cloud, ann, phone } = annWithPhone(allow("sts:AssumeRole"));
    role(cloud, "Worker", allow("iam:*"), trusted);
    assert.deepEqual(refusal(cloud, ann), denied(annArn));
    const worker = holder(assume(cloud, ann, mfa(phone)));
    assert.equal(cloud.call(worker, "sts:GetCallerIdentity").Account, home);
    assert.deepEqual(refusal(cloud, ann, mfa(phone)), invalid);
  });

  it("proves MFA for every permission of the call, at no age, and for nothing after it", () => {
    const { cloud, ann, phone } = annWithPhone(
      document({
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: { ...withMfa, NumericEquals: { "aws:MultiFactorAuthAge": "0" } },
      }),
    );
    role(
      cloud,
      "Worker",
      document({ Action: "iam:ListUsers", Condition: withMfa }),
      trust({ AWS: home }, { Action: ["sts:AssumeRole", "sts:TagSession"] }),
    );
    assert.deepEqual(refusal(cloud, ann), denied(annArn));
    const worker = holder(assume(cloud, ann, { ...mfa(phone), Tags: [{ Key: "a", Value: "b" }] }));
    assert.equal(cloud.refusal(worker, "iam:ListUsers", {}).code, "AccessDenied");
  });

  it("assumes a role of another account by a device of the caller's", () => {
    const { cloud, ann, phone } = annWithPhone(allow("sts:AssumeRole"));
    cloud.call(cloud.root(other), "iam:CreateRole", {
      RoleName: "Theirs",
      AssumeRolePolicyDocument: trusted,
    });
    const RoleArn = arnOf("Theirs", other);
    assert.deepEqual(refusal(cloud, ann, { RoleArn }), denied(annArn, "sts:AssumeRole", RoleArn));
    assume(cloud, ann, { RoleArn, ...mfa(phone) });
    assert.deepEqual(refusal(cloud, ann, { RoleArn, ...mfa(phone) }), invalid);
  });

  it("takes the MFA of the calling session, or a code of the user behind it", () => {
    const { cloud, ann, phone } = annWithPhone(allow("sts:AssumeRole"));
    role(cloud, "Worker", undefined, trusted);
    const plain = holder(cloud.call(ann, "sts:GetSessionToken"));
    assert.deepEqual(refusal(cloud, plain), denied(annArn));
    assume(cloud, plain, mfa(phone));
    next(cloud);
    assume(cloud, holder(cloud.call(ann, "sts:GetSessionToken", mfa(phone))));
  });

  it("has no device where a role calls", () => {
    const { cloud, ann, phone } = annWithPhone(allow("sts:AssumeRole"));
    role(cloud, "Worker", allow("sts:AssumeRole"));
    role(cloud, "Second");
    const worker = holder(assume(cloud, ann));
    assert.deepEqual(refusal(cloud, worker, { RoleArn: arnOf("Second"), ...mfa(phone) }), unknown);
  });

  it("attack: a role that does not trust tells neither whether a code is right nor gives it back", () => {
    const { cloud, ann, phone } = annWithPhone(allow("sts:AssumeRole"));
    const RoleArn = arnOf("None");
    const code = phone.code();
    assert.deepEqual(refusal(cloud, ann, { RoleArn, ...mfa(phone, wrong(phone)) }), invalid);
    assert.deepEqual(
      refusal(cloud, ann, { RoleArn, ...mfa(phone, code) }),
      denied(annArn, "sts:AssumeRole", RoleArn),
    );
    assert.deepEqual(refusal(cloud, ann, { RoleArn, ...mfa(phone, code) }), invalid);
    assert.equal(cloud.guesses, 3);
  });

  it("attack: a code that is merely there is no MFA", () => {
    const { cloud, ann, phone } = annWithPhone(allow("sts:AssumeRole"));
    role(cloud, "Worker", undefined, trusted);
    assert.deepEqual(refusal(cloud, ann, mfa(phone, wrong(phone))), invalid);
    assert.deepEqual(
      refusal(cloud, ann, { SerialNumber: "arn:aws:iam::123456789012:mfa/None", TokenCode: phone.code() }),
      unknown,
    );
  });
});

describe("a device whose clock is wrong", () => {
  it("is brought into step by two codes, and then counts by its own clock", () => {
    const { cloud, ann, phone } = annWithPhone();
    const off = (later = 0) => phone.code(later - 8);
    assert.deepEqual(codeRefused(cloud, ann, phone, off()), invalid);
    const named = { UserName: "Ann", SerialNumber: phone.serial };
    // Those of before it was enabled do not count.
    assert.deepEqual(
      cloud.refusal(cloud.root(), "iam:ResyncMFADevice", { ...named, ...phone.two(-8) }),
      notRight,
    );
    cloud.now += 300_000;
    cloud.call(cloud.root(), "iam:ResyncMFADevice", { ...named, ...phone.two(-9) });
    assert.deepEqual(codeRefused(cloud, ann, phone, phone.code()), invalid);
    next(cloud);
    cloud.call(ann, "sts:GetSessionToken", mfa(phone, off()));
    next(cloud);
    cloud.call(ann, "sts:GetSessionToken", mfa(phone, off(1)));
    next(cloud);
    cloud.call(cloud.root(), "iam:ResyncMFADevice", { ...named, ...phone.two(-1) });
    next(cloud);
    cloud.call(ann, "sts:GetSessionToken", mfa(phone));
  });

  it("is not brought into step by codes that are not two of its in a row", () => {
    const { cloud, phone } = annWithPhone();
    const named = { UserName: "Ann", SerialNumber: phone.serial };
    for (const codes of [
      { AuthenticationCode1: phone.code(1), AuthenticationCode2: phone.code(3) },
      { AuthenticationCode1: phone.code(1), AuthenticationCode2: wrong(phone) },
      phone.two(20),
    ]) {
      assert.deepEqual(cloud.refusal(cloud.root(), "iam:ResyncMFADevice", { ...named, ...codes }), notRight);
    }
  });
});

describe("guessing codes", () => {
  it("is free five times, then slows down to one an hour, and never ends", () => {
    const { cloud, ann, phone } = annWithPhone();
    const began = cloud.now;
    for (let at = 0; at < 5; at++) assert.deepEqual(codeRefused(cloud, ann, phone, wrong(phone)), invalid);
    let wait = 30_000;
    for (let at = 0; at < 12; at++) {
      cloud.now += wait - 1;
      assert.deepEqual(codeRefused(cloud, ann, phone, phone.code()), tooSoon, "whatever the code is");
      cloud.now += 1;
      assert.deepEqual(codeRefused(cloud, ann, phone, wrong(phone)), invalid);
      wait = Math.min(2 * wait, 3_600_000);
    }
    assert.ok(cloud.now - began > 5 * 3_600_000);
    cloud.now += wait;
    cloud.call(ann, "sts:GetSessionToken", mfa(phone));
    // The right one ends it.
    for (let at = 0; at < 5; at++) assert.deepEqual(codeRefused(cloud, ann, phone, wrong(phone)), invalid);
    assert.deepEqual(codeRefused(cloud, ann, phone, phone.code()), tooSoon);
  });

  it("is counted for a device, whoever tries and by whatever operation", () => {
    const { cloud, ann, phone } = annWithPhone(allow("sts:AssumeRole"));
    const named = { UserName: "Ann", SerialNumber: phone.serial };
    const no = { AuthenticationCode1: phone.code(), AuthenticationCode2: wrong(phone) };
    assert.deepEqual(cloud.refusal(cloud.root(), "iam:ResyncMFADevice", { ...named, ...no }), notRight);
    assert.deepEqual(codeRefused(cloud, ann, phone, wrong(phone)), invalid);
    assert.deepEqual(refusal(cloud, ann, { RoleArn: arnOf("None"), ...mfa(phone, wrong(phone)) }), invalid);
    const session = holder(cloud.call(ann, "sts:GetSessionToken"));
    assert.deepEqual(refusal(cloud, session, mfa(phone, wrong(phone))), invalid);
    cloud.call(cloud.root(), "iam:DeactivateMFADevice", named);
    assert.deepEqual(cloud.refusal(cloud.root(), "iam:EnableMFADevice", { ...named, ...no }), notRight);
    assert.deepEqual(
      cloud.refusal(cloud.root(), "iam:EnableMFADevice", { ...named, ...phone.two(1) }),
      tooSoon,
    );
    const spare = enabled(cloud, "Ann", device(cloud, "Spare"));
    next(cloud);
    cloud.call(ann, "sts:GetSessionToken", mfa(spare));
    cloud.call(cloud.root(), "iam:EnableMFADevice", { ...named, ...phone.two(1) });
  });

  it("does not keep anybody waiting for longer where a clock was set back", () => {
    const { cloud, ann, phone } = annWithPhone();
    cloud.now += 86_400_000;
    for (let at = 0; at < 5; at++) codeRefused(cloud, ann, phone, wrong(phone));
    cloud.now -= 86_400_000 - 60_000;
    cloud.call(ann, "sts:GetSessionToken", mfa(phone));
    assert.ok(cloud.now < start + 86_400_000);
  });

  it("that is not counted yet is not looked at: no refusal without its change", () => {
    const { cloud, ann, phone } = annWithPhone();
    for (let at = 1; at <= 3; at++) {
      codeRefused(cloud, ann, phone, wrong(phone));
      assert.equal(cloud.guesses, at);
      const [kept] = cloud.state().byId["mfa-device"].values();
      assert.deepEqual(kept?.failures, { count: at, last: cloud.now });
    }
  });

  it("a seed that was moved from another device is right for nothing", () => {
    const { cloud, ann, phone } = annWithPhone();
    const spare = device(cloud, "Spare");
    const [first, second] = [...cloud.state().byId["mfa-device"].values()];
    assert.ok(first !== undefined && second !== undefined);
    cloud.put(home, { ...first, seed: second.seed });
    for (const code of [spare.code(), phone.code()]) {
      assert.throws(() => cloud.call(ann, "sts:GetSessionToken", mfa(phone, code)), /does not open/);
    }
  });
});
