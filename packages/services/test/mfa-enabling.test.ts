import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Cloud, home, newCloud, start, type Who } from "./harness.ts";
import { device, enabled, mfa, next, type Phone, serialOf, wrong } from "./mfa.ts";
import { allow, document, holder, person, role } from "./people.ts";

const notOfUser = { code: "NoSuchEntity", message: "MFA Device invalid for user." };
const invalid = {
  code: "InvalidAuthenticationCode",
  message: "Authentication code for device is not valid.",
};
const root = (cloud: Cloud) => cloud.root();
const of = (phone: Phone) => ({ SerialNumber: phone.serial });
const ann = { UserName: "Ann" };

function enable(cloud: Cloud, phone: Phone, later = -1, UserName = "Ann") {
  return cloud.call(root(cloud), "iam:EnableMFADevice", { UserName, ...of(phone), ...phone.two(later) });
}

describe("enabling a device", () => {
  it("gives it to a user, and the lists say so", () => {
    const cloud = newCloud();
    person(cloud, "Ann");
    const phone = device(cloud, "Phone");
    cloud.now += 5000;
    device(cloud, "Spare");
    enable(cloud, phone);
    const assigned = { ...ann, SerialNumber: phone.serial, EnableDate: start + 5000 };
    assert.deepEqual(cloud.call(root(cloud), "iam:ListMFADevices", ann).MFADevices, [assigned]);
    assert.deepEqual(cloud.refusal(root(cloud), "iam:GetMFADevice", { ...ann, ...of(phone) }), {
      code: "ValidationError",
      message:
        "The MFA device serial number sent in the request is invalid or not supported by this API. " +
        "Currently, only hardware FIDO security keys are supported. Please use the compatible device or API.",
    });
    const list = (AssignmentStatus?: "Assigned" | "Unassigned" | "Any") =>
      cloud.call(
        root(cloud),
        "iam:ListVirtualMFADevices",
        AssignmentStatus === undefined ? {} : { AssignmentStatus },
      ).VirtualMFADevices;
    const { User } = cloud.call(root(cloud), "iam:GetUser", ann);
    const first = { SerialNumber: phone.serial, EnableDate: start + 5000, User };
    const second = { SerialNumber: serialOf("/Spare") };
    assert.deepEqual(list(), [first, second]);
    assert.deepEqual(list("Any"), [first, second]);
    assert.deepEqual(list("Assigned"), [first]);
    assert.deepEqual(list("Unassigned"), [second]);
    const { SummaryMap = {} } = cloud.call(root(cloud), "iam:GetAccountSummary");
    const { MFADevices, MFADevicesInUse, AccountMFAEnabled } = SummaryMap;
    assert.deepEqual([MFADevices, MFADevicesInUse, AccountMFAEnabled], [2, 1, 0]);
  });

  it("needs two codes of it in a row, the older one first", () => {
    const cloud = newCloud();
    person(cloud, "Ann");
    const phone = device(cloud, "Phone");
    const { AuthenticationCode1, AuthenticationCode2 } = phone.two(-1);
    const no = wrong(phone);
    for (const codes of [
      { AuthenticationCode1: AuthenticationCode2, AuthenticationCode2: AuthenticationCode1 },
      { AuthenticationCode1, AuthenticationCode2: AuthenticationCode1 },
      { AuthenticationCode1, AuthenticationCode2: no },
      { AuthenticationCode1: phone.code(-2), AuthenticationCode2: phone.code(0) },
    ]) {
      assert.deepEqual(
        cloud.refusal(root(cloud), "iam:EnableMFADevice", { ...ann, ...of(phone), ...codes }),
        invalid,
      );
    }
    enable(cloud, phone);
  });

  it("takes the codes of a clock that is ten minutes off, and no more", () => {
    for (const later of [-21, 19]) {
      const cloud = newCloud();
      person(cloud, "Ann");
      const phone = device(cloud, "Phone");
      const beyond = later < 0 ? later - 1 : later + 1;
      assert.deepEqual(
        cloud.refusal(root(cloud), "iam:EnableMFADevice", { ...ann, ...of(phone), ...phone.two(beyond) }),
        invalid,
      );
      enable(cloud, phone, later);
    }
  });

  it("is for one user at a time, and eight devices at most", () => {
    const cloud = newCloud();
    person(cloud, "Ann");
    person(cloud, "Bob");
    const phones = Array.from({ length: 9 }, (_, at) => device(cloud, `Phone${at}`));
    for (const phone of phones.slice(0, 8)) enable(cloud, phone);
    const [first, last] = [phones[0]!, phones[8]!];
    for (const [UserName, message] of [
      ["Ann", "MFA Device for user Ann already exists."],
      ["Bob", "MFA Device is already in use."],
    ] as const) {
      assert.deepEqual(
        cloud.refusal(root(cloud), "iam:EnableMFADevice", { UserName, ...of(first), ...first.two() }),
        { code: "EntityAlreadyExists", message },
      );
    }
    assert.deepEqual(
      cloud.refusal(root(cloud), "iam:EnableMFADevice", { ...ann, ...of(last), ...last.two() }),
      { code: "LimitExceeded", message: "Cannot exceed quota for MFADevicesPerUser: 8" },
    );
    enable(cloud, last, -1, "Bob");
  });

  it("and deactivating it are a user's own, with MFA once there is a device", () => {
    const cloud = newCloud();
    const own = "arn:aws:iam::*:user/$" + "{aws:username}";
    const who = person(
      cloud,
      "Ann",
      document({ Action: ["iam:*MFADevice", "iam:*MFADevices"], Resource: [own, serialOf("/*")] }),
    );
    person(cloud, "Bob");
    const [first, second] = [device(cloud, "A", { by: who }), device(cloud, "B", { by: who })];
    const enabling = (phone: Phone, UserName = "Ann") => ({ UserName, ...of(phone), ...phone.two(-1) });
    assert.equal(cloud.refusal(who, "iam:EnableMFADevice", enabling(first, "Bob")).code, "AccessDenied");
    cloud.call(who, "iam:EnableMFADevice", enabling(first));
    const refused = {
      code: "AccessDenied",
      message:
        "To complete this action, please ensure that you are authenticated with an MFA device that is enabled for this user.",
    };
    assert.deepEqual(cloud.refusal(who, "iam:EnableMFADevice", enabling(second)), refused);
    assert.deepEqual(cloud.refusal(who, "iam:DeactivateMFADevice", of(first)), refused);
    next(cloud);
    const session = holder(cloud.call(who, "sts:GetSessionToken", mfa(first)));
    cloud.call(session, "iam:EnableMFADevice", enabling(second));
    assert.deepEqual(
      cloud.call(session, "iam:ListMFADevices").MFADevices.map((each) => each.SerialNumber),
      [first.serial, second.serial],
    );
    cloud.call(session, "iam:DeactivateMFADevice", of(first));
    cloud.call(session, "iam:DeactivateMFADevice", of(second));
  });
});

describe("a device that was enabled", () => {
  it("must be deactivated before it is deleted, and is there until then", () => {
    const cloud = newCloud();
    person(cloud, "Ann");
    person(cloud, "Bob");
    const phone = enabled(cloud, "Ann", device(cloud, "Phone"));
    assert.deepEqual(cloud.refusal(root(cloud), "iam:DeleteVirtualMFADevice", of(phone)), {
      code: "DeleteConflict",
      message: "MFA VirtualDevice in use. Must deactivate first.",
    });
    const bob = { UserName: "Bob" };
    assert.deepEqual(
      cloud.refusal(root(cloud), "iam:DeactivateMFADevice", { ...bob, ...of(phone) }),
      notOfUser,
    );
    assert.deepEqual(cloud.refusal(root(cloud), "iam:GetMFADevice", { ...bob, ...of(phone) }), notOfUser);
    assert.deepEqual(
      cloud.refusal(root(cloud), "iam:ResyncMFADevice", { ...bob, ...of(phone), ...phone.two() }),
      notOfUser,
    );
    cloud.call(root(cloud), "iam:DeactivateMFADevice", { ...ann, ...of(phone) });
    assert.deepEqual(
      cloud.refusal(root(cloud), "iam:DeactivateMFADevice", { ...ann, ...of(phone) }),
      notOfUser,
    );
    assert.deepEqual(cloud.call(root(cloud), "iam:ListMFADevices", ann).MFADevices, []);
    assert.deepEqual(cloud.call(root(cloud), "iam:ListVirtualMFADevices").VirtualMFADevices, [of(phone)]);
    cloud.call(root(cloud), "iam:DeleteVirtualMFADevice", of(phone));
    assert.deepEqual(cloud.call(root(cloud), "iam:ListVirtualMFADevices").VirtualMFADevices, []);
  });

  it("keeps its user from being deleted", () => {
    const cloud = newCloud();
    cloud.call(root(cloud), "iam:CreateUser", ann);
    const phone = enabled(cloud, "Ann", device(cloud, "Phone"));
    assert.deepEqual(cloud.refusal(root(cloud), "iam:DeleteUser", ann), {
      code: "DeleteConflict",
      message: "Cannot delete entity, must remove tokens from principal first.",
    });
    cloud.call(root(cloud), "iam:DeactivateMFADevice", { ...ann, ...of(phone) });
    cloud.call(root(cloud), "iam:DeleteUser", ann);
  });

  it("goes along when its user is renamed", () => {
    const cloud = newCloud();
    person(cloud, "Ann");
    const phone = enabled(cloud, "Ann", device(cloud, "Phone"));
    cloud.call(root(cloud), "iam:UpdateUser", { ...ann, NewUserName: "Bea" });
    const { MFADevices } = cloud.call(root(cloud), "iam:ListMFADevices", { UserName: "Bea" });
    assert.deepEqual(MFADevices, [{ UserName: "Bea", SerialNumber: phone.serial, EnableDate: start }]);
  });

  it("enabled again, takes no code that it took before", () => {
    const cloud = newCloud();
    person(cloud, "Ann");
    const phone = enabled(cloud, "Ann", device(cloud, "Phone"));
    cloud.call(root(cloud), "iam:DeactivateMFADevice", { ...ann, ...of(phone) });
    const enabling = (later: number) => ({ ...ann, ...of(phone), ...phone.two(later) });
    assert.deepEqual(cloud.refusal(root(cloud), "iam:EnableMFADevice", enabling(-1)), invalid);
    assert.deepEqual(cloud.refusal(root(cloud), "iam:EnableMFADevice", enabling(0)), invalid);
    enable(cloud, phone, 1);
  });

  it("for root is named so, and told of to root alone where nobody is named", () => {
    const cloud = newCloud();
    const phone = device(cloud, "root-account-mfa-device");
    const [kept] = cloud.state().byId["mfa-device"].values();
    assert.ok(kept !== undefined);
    // Root's device is enabled at sign-in only: EnableMFADevice asks for a user.
    cloud.put(home, { ...kept, owner: home, enabled: start });
    assert.deepEqual(cloud.call(root(cloud), "iam:ListMFADevices").MFADevices, [
      { SerialNumber: serialOf("/root-account-mfa-device"), EnableDate: start } as never,
    ]);
    const [listed] = cloud.call(root(cloud), "iam:ListVirtualMFADevices").VirtualMFADevices;
    assert.deepEqual(listed?.User, {
      UserId: home,
      Arn: `arn:aws:iam::${home}:root`,
      CreateDate: start,
    } as never);
    assert.equal(cloud.call(root(cloud), "iam:GetAccountSummary").SummaryMap?.AccountMFAEnabled, 1);
    const without = cloud.refusal(root(cloud), "iam:DeactivateMFADevice", of(phone));
    assert.match(without.message, /^To complete this action/);
    const session: Who = holder(cloud.call(root(cloud), "sts:GetSessionToken", mfa(phone)));
    cloud.call(session, "iam:DeactivateMFADevice", of(phone));
  });

  it("is asked for by a user's name from the session of a role", () => {
    const cloud = newCloud();
    const who = person(cloud, "Ann", allow("sts:AssumeRole"));
    const phone = enabled(cloud, "Ann", device(cloud, "Phone"));
    const arn = role(cloud, "Worker", allow("iam:*"));
    const worker = holder(cloud.call(who, "sts:AssumeRole", { RoleArn: arn, RoleSessionName: "job" }));
    assert.equal(cloud.refusal(worker, "iam:ListMFADevices").code, "ValidationError");
    cloud.call(worker, "iam:DeactivateMFADevice", { ...ann, ...of(phone) });
  });
});
