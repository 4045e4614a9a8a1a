import type { MfaDevice } from "@portcullis/directory";
import { secretOfText, stepOf, totpSteps } from "@portcullis/keys";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { drift, guesses } from "./codes.table.ts";

/**
 * What came of trying codes. `device` is what it becomes either way, and has to be kept.
 *
 * INVARIANT: the attempt that looks at a code is the commit that counts it. On a newer state, which another node's guess
 * made, it is repeated from here on, and nothing is answered before it is durable; so of guesses that come at once
 * through many nodes no more are looked at than of those that come one by one.
 */
export type Tried =
  | { readonly kind: "right"; readonly device: MfaDevice }
  | { readonly kind: "wrong"; readonly device: MfaDevice }
  /** After too many wrong ones: no code was looked at, and nothing changes. */
  | { readonly kind: "too-soon" };

/** Tries the code that a device shows now. */
export function tryCode(call: Call<OperationId>, device: MfaDevice, code: string): Tried {
  const middle = stepOf(call.now) + (device.drift ?? 0);
  const range = { from: middle - drift.inUse, to: middle + drift.inUse };
  return tryWith(call, device, () => {
    // A code that is right for several steps is used up for all of them.
    const step = stepsOf(call, device, code, range)
      .filter((each) => isUnused(device, each))
      .at(-1);
    return step === undefined ? undefined : { lastStep: step };
  });
}

/** Tries two codes that a device showed one after the other, from which it is known by how much its clock differs. */
export function tryTwoCodes(
  call: Call<OperationId>,
  device: MfaDevice,
  first: string,
  second: string,
): Tried {
  const now = stepOf(call.now);
  const range = { from: now - drift.shownByTwo, to: now + drift.shownByTwo };
  return tryWith(call, device, () => {
    const seconds = stepsOf(call, device, second, range);
    const firsts = new Set(stepsOf(call, device, first, { from: range.from - 1, to: range.to - 1 }));
    const step = seconds.filter((each) => firsts.has(each - 1) && isUnused(device, each - 1)).at(-1);
    if (step === undefined) return undefined;
    const ahead = step - now;
    return { lastStep: step, drift: Math.abs(ahead) <= drift.inUse ? 0 : ahead };
  });
}

function tryWith(
  { now }: Call<OperationId>,
  device: MfaDevice,
  look: () => Pick<MfaDevice, "lastStep" | "drift"> | undefined,
): Tried {
  const { failures, ...rest } = device;
  // A clock that was set back does not make anybody wait for longer.
  if (failures !== undefined && Math.abs(now - failures.last) < waitAfter(failures.count)) {
    return { kind: "too-soon" };
  }
  const found = look();
  if (found !== undefined) return { kind: "right", device: { ...rest, ...found } };
  const count = (failures?.count ?? 0) + 1;
  return { kind: "wrong", device: { ...rest, failures: { count, last: now } } };
}

function stepsOf(
  { vault, account }: Call<OperationId>,
  device: MfaDevice,
  code: string,
  range: { readonly from: number; readonly to: number },
): readonly number[] {
  const seed = vault.open({ account, kind: "mfa-device", id: device.id, field: "seed" }, device.seed);
  return totpSteps(secretOfText(seed), code, range);
}

function isUnused({ lastStep }: MfaDevice, step: number): boolean {
  return lastStep === undefined || step > lastStep;
}

/** Milliseconds from the newest of so many wrong codes until the next one is looked at. */
function waitAfter(failures: number): number {
  if (failures < guesses.free) return 0;
  return Math.min(guesses.longestWait, guesses.firstWait * 2 ** (failures - guesses.free));
}
