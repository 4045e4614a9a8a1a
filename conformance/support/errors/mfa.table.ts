import { arn, none, oneTag, reservedTag, text, twice } from "./names.ts";
import { type ErrorTable, full, never, refused } from "./row.ts";

const device = (name: string) => ({ SerialNumber: arn(`mfa/${name}`) });
const nil = device("nil");
/** Enabled for u0. */
const d0 = device("d0");
/** Enabled for nobody. */
const d2 = device("d2");
const u0 = { UserName: "u0" };
const u1 = { UserName: "u1" };
const stranger = { UserName: none.user };
/** The seed makes them once in a million steps. */
const codes = { AuthenticationCode1: "000000", AuthenticationCode2: "000000" };
const notFound = `MFA Device with serial number ${nil.SerialNumber} does not exist.`;
const notTheirs = "MFA Device invalid for user.";
const wrongCodes = "Authentication code for device is not valid.";

export const mfa = {
  CreateVirtualMFADevice: {
    EntityAlreadyExists: refused({ VirtualMFADeviceName: "D0" }, "MFA device already exists."),
    InvalidInput: [
      refused({ VirtualMFADeviceName: "new", Tags: twice }, text.twice),
      refused({ VirtualMFADeviceName: "new", Tags: reservedTag }, text.reserved),
    ],
    LimitExceeded: full({ VirtualMFADeviceName: "new" }, text.quota("mfaDevices")),
  },
  DeleteVirtualMFADevice: {
    DeleteConflict: refused(d0, "MFA VirtualDevice in use. Must deactivate first."),
    LimitExceeded: never("takes away"),
    NoSuchEntity: refused(nil, notFound),
  },
  EnableMFADevice: {
    EntityAlreadyExists: [
      refused({ ...u1, ...d0, ...codes }, "MFA Device is already in use."),
      refused({ ...u0, ...d0, ...codes }, "MFA Device for user u0 already exists."),
    ],
    EntityTemporarilyUnmodifiable: never("is whole when it is answered"),
    InvalidAuthenticationCode: refused({ ...u1, ...d2, ...codes }, wrongCodes, { in: "counting" }),
    LimitExceeded: full({ UserName: "full", ...d2, ...codes }, text.quota("mfaDevicesPerUser")),
    NoSuchEntity: [
      refused({ ...stranger, ...d2, ...codes }, text.user("nil")),
      refused({ ...u1, ...nil, ...codes }, notFound),
    ],
  },
  DeactivateMFADevice: {
    EntityTemporarilyUnmodifiable: never("is whole when it is answered"),
    LimitExceeded: never("takes away"),
    NoSuchEntity: [
      refused({ ...stranger, ...d0 }, text.user("nil")),
      refused({ ...u0, ...nil }, notFound),
      refused({ ...u1, ...d0 }, notTheirs),
    ],
  },
  ResyncMFADevice: {
    InvalidAuthenticationCode: refused({ ...u0, ...d0, ...codes }, wrongCodes, { in: "counting" }),
    LimitExceeded: never("has its limit from no quota"),
    NoSuchEntity: [
      refused({ ...stranger, ...d0, ...codes }, text.user("nil")),
      refused({ ...u0, ...nil, ...codes }, notFound),
      refused({ ...u1, ...d0, ...codes }, notTheirs),
    ],
  },
  GetMFADevice: {
    NoSuchEntity: [
      refused({ ...stranger, ...d0 }, text.user("nil")),
      refused({ ...u0, ...nil }, notFound),
      refused({ ...u1, ...d0 }, notTheirs),
    ],
    ValidationError: refused({ ...u0, ...d0 }, /only hardware FIDO security keys are supported/),
  },
  ListMFADevices: { NoSuchEntity: refused(stranger, text.user("nil")) },
  ListVirtualMFADevices: {},
  TagMFADevice: {
    InvalidInput: [
      refused({ ...d0, Tags: twice }, text.twice),
      refused({ ...d0, Tags: reservedTag }, text.reserved),
    ],
    LimitExceeded: full({ ...device("full"), Tags: oneTag }, text.manyTags),
    NoSuchEntity: refused({ ...nil, Tags: oneTag }, notFound),
  },
  UntagMFADevice: {
    InvalidInput: refused({ ...d0, TagKeys: [] }, text.noKeys),
    NoSuchEntity: refused({ ...nil, TagKeys: ["team"] }, notFound),
  },
  ListMFADeviceTags: {
    InvalidInput: never("is told by the model"),
    NoSuchEntity: refused(nil, notFound),
  },
} satisfies Partial<ErrorTable>;
