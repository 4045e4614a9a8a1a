import { secretOfText, stepOf, totpCode } from "@portcullis/keys";
import {
  CONFLICT,
  command,
  type Deletion,
  found,
  type Kind,
  type Make,
  NONE,
  read,
  type Step,
  TAKEN,
  type Taken,
} from "./kind.ts";
import type { AccountModel } from "./model.ts";
import { arnOf, bearer, bearerNames, low, pick, sorted, userNames } from "./names.ts";

const device = ({ second }: Step): string => `d${second % 2}`;
/** Mostly one user for a device, so that who deactivates it is who has it. */
const wearer = (step: Step): string => (step.name < 4 ? pick(bearerNames, step.second) : bearer(step));
const serialOf = (name: string): string => arnOf(`mfa/${name}`);
const nameIn = (serial: string): string => serial.slice(serialOf("").length);

function ownerOf({ users }: AccountModel, name: string): string | undefined {
  return [...users].find(([, { devices }]) => devices.has(name))?.[0];
}

/** The seed that the device had when it was last heard of, and how many pairs of its codes were used by then. */
function phoneOf({ named }: Taken, name: string) {
  const seed = named.get(`seed ${name}`)?.at(-1) ?? "A".repeat(64);
  return { seed, used: named.get(`codes of ${seed}`)?.length ?? 0 };
}

/** Steps of 30 seconds by which two codes in a row may be behind: each pair is used once, and no time passes here. */
const BEHIND = 18;

function codesOf(seed: string, used: number, now: number) {
  const step = stepOf(now) - BEHIND + 2 * used;
  const secret = secretOfText(seed);
  return { AuthenticationCode1: totpCode(secret, step), AuthenticationCode2: totpCode(secret, step + 1) };
}

const enable: Make = (model, step, spell) => {
  const [name, UserName] = [device(step), wearer(step)];
  const [known, user] = [model.devices.get(name), model.users.get(UserName)];
  const { seed, used } = phoneOf(step, name);
  const wrong = known?.seed !== seed || used < known.used;
  const taken = ownerOf(model, name) !== undefined;
  const input = {
    UserName: spell(UserName),
    SerialNumber: serialOf(name),
    ...codesOf(seed, used, step.now),
  };
  const error =
    known === undefined || user === undefined ? NONE : taken ? TAKEN : wrong && "InvalidAuthenticationCode";
  return command(
    "iam:EnableMFADevice",
    input,
    error,
    () => {
      if (known !== undefined) known.used = used + 1;
      user?.devices.add(name);
    },
    { under: `codes of ${seed}`, of: () => `pair ${used}` },
  );
};

export const mfaDevices: Kind = {
  commands: [
    ({ devices }, step) => {
      const VirtualMFADeviceName = device(step);
      const error = devices.has(VirtualMFADeviceName) && TAKEN;
      return command(
        "iam:CreateVirtualMFADevice",
        { VirtualMFADeviceName },
        error,
        () => devices.set(VirtualMFADeviceName, { tags: new Map(), seed: step.made, used: 0 }),
        {
          under: `seed ${VirtualMFADeviceName}`,
          of: ({ VirtualMFADevice }) =>
            Buffer.from(VirtualMFADevice.Base32StringSeed ?? []).toString("latin1"),
        },
      );
    },
    // Twice, so that there are devices to deactivate.
    enable,
    enable,
    (model, step, spell) => {
      const [name, UserName] = [device(step), wearer(step)];
      const user = model.users.get(UserName);
      const input = { UserName: spell(UserName), SerialNumber: serialOf(name) };
      return command("iam:DeactivateMFADevice", input, user?.devices.has(name) !== true && NONE, () =>
        user?.devices.delete(name),
      );
    },
    (model, step) => {
      const name = device(step);
      const busy = ownerOf(model, name) !== undefined && CONFLICT;
      const error = model.devices.has(name) ? busy : NONE;
      return command("iam:DeleteVirtualMFADevice", { SerialNumber: serialOf(name) }, error, () =>
        model.devices.delete(name),
      );
    },
  ],
  reads: [
    ...userNames.map((name) =>
      read(
        "iam:ListMFADevices",
        { UserName: name },
        ({ MFADevices }) => sorted(MFADevices.map(({ SerialNumber }) => nameIn(SerialNumber))),
        found(
          ({ users }) => users.get(name),
          ({ devices }) => sorted(devices),
        ),
      ),
    ),
    read(
      "iam:ListVirtualMFADevices",
      {},
      ({ VirtualMFADevices }) =>
        sorted(
          VirtualMFADevices.map(({ SerialNumber, User }) => `${nameIn(SerialNumber)} ${low(User?.UserName)}`),
        ),
      (model) => sorted([...model.devices.keys()].map((name) => `${name} ${ownerOf(model, name) ?? ""}`)),
    ),
  ],
  clearing: (model) =>
    [...model.devices.keys()].flatMap((name): readonly Deletion[] => {
      const SerialNumber = serialOf(name);
      const UserName = ownerOf(model, name);
      return [
        ...(UserName === undefined ? [] : [["iam:DeactivateMFADevice", { UserName, SerialNumber }] as const]),
        ["iam:DeleteVirtualMFADevice", { SerialNumber }],
      ];
    }),
};
