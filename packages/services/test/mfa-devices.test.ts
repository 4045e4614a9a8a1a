import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inflateSync } from "node:zlib";
import { openField, revealText } from "@portcullis/keys";
import decodeQr from "qr/decode.js";
import { type Cloud, home, newCloud, other } from "./harness.ts";
import { device, type Phone, serialOf } from "./mfa.ts";
import { document, person } from "./people.ts";
import { ring } from "./secrets.ts";

const absent = (serial: string) => ({
  code: "NoSuchEntity",
  message: `MFA Device with serial number ${serial} does not exist.`,
});
const root = (cloud: Cloud) => cloud.root();
const of = (phone: Phone) => ({ SerialNumber: phone.serial });
const ann = { UserName: "Ann" };

/** What a picture of two colours says, read as any reader of PNG reads it. */
function textIn(png: Uint8Array): string {
  const bytes = Buffer.from(png);
  const side = bytes.readUInt32BE(16);
  const at = bytes.indexOf("IDAT") + 4;
  const rows = inflateSync(bytes.subarray(at, at + bytes.readUInt32BE(at - 8)));
  const data = new Uint8Array(side * side * 3);
  const rowBytes = 1 + Math.ceil(side / 8);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const white = ((rows[y * rowBytes + 1 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
      data.fill(white * 255, (y * side + x) * 3, (y * side + x) * 3 + 3);
    }
  }
  return decodeQr({ width: side, height: side, data });
}

describe("a virtual MFA device", () => {
  it("comes with its seed once, as a text and as a picture, and keeps it sealed", () => {
    const cloud = newCloud();
    const { VirtualMFADevice } = cloud.call(root(cloud), "iam:CreateVirtualMFADevice", {
      VirtualMFADeviceName: "ann@home",
      Path: "/phones/",
    });
    const seed = Buffer.from(VirtualMFADevice.Base32StringSeed ?? []).toString();
    assert.match(seed, /^[A-Z2-7]{64}$/);
    assert.equal(VirtualMFADevice.SerialNumber, serialOf("/phones/ann@home"));
    assert.equal(
      textIn(VirtualMFADevice.QRCodePNG ?? new Uint8Array()),
      `otpauth://totp/ann%40home@${home}?secret=${seed}`,
    );
    const kept = [...cloud.state().byId["mfa-device"].values()][0];
    assert.ok(kept !== undefined && !JSON.stringify(kept).includes(seed));
    const place = { realm: `account/${home}`, kind: "mfa-device", id: kept.id, field: "seed" };
    const opened = openField(ring, place, kept.seed);
    assert.equal(opened && revealText(opened), seed);
    assert.deepEqual(cloud.call(root(cloud), "iam:ListVirtualMFADevices").VirtualMFADevices, [
      { SerialNumber: VirtualMFADevice.SerialNumber },
    ]);
  });

  it("has a name of its own on its path, whatever the case", () => {
    const cloud = newCloud();
    device(cloud, "Phone");
    device(cloud, "Phone", { Path: "/other/" });
    const again = (VirtualMFADeviceName: string) =>
      cloud.refusal(root(cloud), "iam:CreateVirtualMFADevice", { VirtualMFADeviceName });
    assert.deepEqual(again("Phone"), { code: "EntityAlreadyExists", message: "MFA device already exists." });
    assert.equal(again("pHONE").code, "EntityAlreadyExists");
    assert.deepEqual(
      cloud.refusal(root(cloud), "iam:DeleteVirtualMFADevice", { SerialNumber: serialOf("/phone") }),
      absent(serialOf("/phone")),
    );
  });

  it("has a serial number that every operation takes", () => {
    const cloud = newCloud();
    const Path = `/${"x".repeat(200)}/`;
    assert.equal(device(cloud, "x".repeat(25), { Path }).serial.length, 256);
    assert.deepEqual(
      cloud.refusal(root(cloud), "iam:CreateVirtualMFADevice", {
        VirtualMFADeviceName: "y".repeat(26),
        Path,
      }),
      {
        code: "ValidationError",
        message:
          "1 validation error detected: Value at 'serialNumber' failed to satisfy constraint: Member must have length less than or equal to 256",
      },
    );
  });

  it("counts against the account's quota", () => {
    const cloud = newCloud();
    device(cloud, "First");
    const [first] = cloud.state().byId["mfa-device"].values();
    assert.ok(first !== undefined);
    cloud.put(home, ...Array.from({ length: 4999 }, (_, at) => ({ ...first, id: `${at}`, name: `n${at}` })));
    assert.deepEqual(
      cloud.refusal(root(cloud), "iam:CreateVirtualMFADevice", { VirtualMFADeviceName: "Last" }),
      { code: "LimitExceeded", message: "Cannot exceed quota for MFADevicesPerAccount: 5000" },
    );
  });

  it("takes tags as other resources do, and lists them", () => {
    const cloud = newCloud();
    const team = { Key: "team", Value: "blue" };
    const make = (VirtualMFADeviceName: string, Tags: readonly { Key: string; Value: string }[]) => ({
      VirtualMFADeviceName,
      Tags,
    });
    const { VirtualMFADevice } = cloud.call(root(cloud), "iam:CreateVirtualMFADevice", make("Phone", [team]));
    assert.deepEqual(VirtualMFADevice.Tags, [team]);
    const { SerialNumber } = VirtualMFADevice;
    const list = () => cloud.call(root(cloud), "iam:ListMFADeviceTags", { SerialNumber }).Tags;
    cloud.call(root(cloud), "iam:TagMFADevice", {
      SerialNumber,
      Tags: [
        { Key: "Team", Value: "red" },
        { Key: "team", Value: "green" },
      ],
    });
    assert.deepEqual(list(), [
      { Key: "Team", Value: "red" },
      { Key: "team", Value: "green" },
    ]);
    cloud.call(root(cloud), "iam:UntagMFADevice", { SerialNumber, TagKeys: ["team", "absent"] });
    assert.deepEqual(list(), [{ Key: "Team", Value: "red" }]);
    const refused = (tags: readonly { Key: string; Value: string }[]) => [
      cloud.refusal(root(cloud), "iam:CreateVirtualMFADevice", make("Other", tags)).code,
      cloud.refusal(root(cloud), "iam:TagMFADevice", { SerialNumber, Tags: tags }).code,
    ];
    assert.deepEqual(refused([team, team]), ["InvalidInput", "InvalidInput"]);
    assert.deepEqual(refused([{ Key: "aws:x", Value: "" }]), ["InvalidInput", "InvalidInput"]);
    const many = Array.from({ length: 50 }, (_, at) => ({ Key: `${at}`, Value: "" }));
    assert.equal(
      cloud.refusal(root(cloud), "iam:TagMFADevice", { SerialNumber, Tags: many }).code,
      "LimitExceeded",
    );
  });

  it("made with tags needs the permission to tag; its tags decide later", () => {
    const cloud = newCloud();
    const bob = person(
      cloud,
      "Bob",
      document(
        { Action: "iam:CreateVirtualMFADevice" },
        { Action: "iam:Delete*", Condition: { StringEquals: { "aws:ResourceTag/team": "blue" } } },
      ),
    );
    const Tags = [{ Key: "team", Value: "blue" }];
    assert.match(
      cloud.refusal(bob, "iam:CreateVirtualMFADevice", { VirtualMFADeviceName: "P", Tags }).message,
      /perform: iam:TagMFADevice on resource: arn:aws:iam::123456789012:mfa\/P because/,
    );
    const SerialNumber = device(cloud, "P", { by: bob }).serial;
    assert.equal(cloud.refusal(bob, "iam:DeleteVirtualMFADevice", { SerialNumber }).code, "AccessDenied");
    cloud.call(root(cloud), "iam:TagMFADevice", { SerialNumber, Tags });
    cloud.call(bob, "iam:DeleteVirtualMFADevice", { SerialNumber });
  });

  it("that is not there, or is another account's, is told of to those who may know", () => {
    const cloud = newCloud();
    person(cloud, "Ann");
    const codes = { AuthenticationCode1: "123456", AuthenticationCode2: "654321" };
    for (const SerialNumber of [serialOf("/None"), "GAHT12345678", `arn:aws:iam::${home}:u2f/user/Ann/key`]) {
      for (const refused of [
        cloud.refusal(root(cloud), "iam:DeleteVirtualMFADevice", { SerialNumber }),
        cloud.refusal(root(cloud), "iam:EnableMFADevice", { ...ann, SerialNumber, ...codes }),
        cloud.refusal(root(cloud), "iam:ResyncMFADevice", { ...ann, SerialNumber, ...codes }),
        cloud.refusal(root(cloud), "iam:DeactivateMFADevice", { ...ann, SerialNumber }),
        cloud.refusal(root(cloud), "iam:GetMFADevice", { ...ann, SerialNumber }),
        cloud.refusal(root(cloud), "iam:TagMFADevice", { SerialNumber, Tags: [] }),
        cloud.refusal(root(cloud), "iam:UntagMFADevice", { SerialNumber, TagKeys: ["a"] }),
        cloud.refusal(root(cloud), "iam:ListMFADeviceTags", { SerialNumber }),
      ]) {
        assert.deepEqual(refused, absent(SerialNumber));
      }
    }
    const theirs = device(cloud, "Phone", { by: cloud.root(other) });
    assert.equal(theirs.serial, serialOf("/Phone", other));
    assert.equal(cloud.refusal(root(cloud), "iam:DeleteVirtualMFADevice", of(theirs)).code, "AccessDenied");
    assert.deepEqual(
      cloud.refusal(root(cloud), "iam:EnableMFADevice", { ...ann, ...of(theirs), ...theirs.two() }),
      absent(theirs.serial),
    );
  });

  it("is enabled for users that are there", () => {
    const cloud = newCloud();
    const phone = device(cloud, "Phone");
    const missing = { code: "NoSuchEntity", message: "The user with name Ann cannot be found." };
    assert.deepEqual(
      cloud.refusal(root(cloud), "iam:EnableMFADevice", { ...ann, ...of(phone), ...phone.two() }),
      missing,
    );
    assert.deepEqual(
      cloud.refusal(root(cloud), "iam:ResyncMFADevice", { ...ann, ...of(phone), ...phone.two() }),
      missing,
    );
    assert.deepEqual(
      cloud.refusal(root(cloud), "iam:DeactivateMFADevice", { ...ann, ...of(phone) }),
      missing,
    );
    assert.deepEqual(cloud.refusal(root(cloud), "iam:ListMFADevices", ann), missing);
    assert.deepEqual(cloud.refusal(root(cloud), "iam:GetMFADevice", { ...ann, ...of(phone) }), missing);
  });
});
