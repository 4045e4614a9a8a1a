/** Calls about MFA devices. */
import type { Cases } from "./denial-case.ts";

const own = (path: string): string => `arn:aws:iam::123456789012:mfa${path}`;
const user = { UserName: "Ann" } as const;
const device = { SerialNumber: own("/Phone") } as const;
const names = own("/Phone");
const two = { AuthenticationCode1: "123456", AuthenticationCode2: "654321" } as const;

export const mfaCases: Cases = {
  "iam:CreateVirtualMFADevice": {
    input: { VirtualMFADeviceName: "Other", Path: "/phones/" },
    names: own("/phones/Other"),
  },
  "iam:EnableMFADevice": { input: { ...user, ...device, ...two }, names: "user Ann" },
  "iam:ResyncMFADevice": { input: { ...user, ...device, ...two }, names: "user Ann" },
  "iam:DeactivateMFADevice": { input: { ...user, ...device }, names: "user Ann" },
  "iam:DeleteVirtualMFADevice": { input: device, names },
  "iam:GetMFADevice": { input: { ...user, ...device }, names: "user Ann" },
  "iam:ListMFADevices": { input: user, names: "user Ann" },
  "iam:ListVirtualMFADevices": { input: {}, names: own("/") },
  "iam:TagMFADevice": { input: { ...device, Tags: [{ Key: "team", Value: "blue" }] }, names },
  "iam:UntagMFADevice": { input: { ...device, TagKeys: ["team"] }, names },
  "iam:ListMFADeviceTags": { input: device, names },
};
