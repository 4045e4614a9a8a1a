/** What the steps call things: a few names of each kind, so that steps meet. */
import type { Step } from "./kind.ts";

export const userNames: readonly string[] = ["u0", "u1", "u2"];
/** Who holds credentials; the third user has none, and can be deleted sooner. */
export const bearerNames = userNames.slice(0, 2);
export const groupNames: readonly string[] = ["g0", "g1"];
export const roleNames: readonly string[] = ["r0", "r1"];
export const policyNames: readonly string[] = ["p0", "p1"];
export const profileNames: readonly string[] = ["i0", "i1"];

/** One of the names, whatever the number. */
export const pick = (names: readonly string[], number: number): string => names[number % names.length]!;

export const user = ({ name }: Step): string => pick(userNames, name);
export const bearer = ({ name }: Step): string => pick(bearerNames, name);
export const group = ({ second }: Step): string => pick(groupNames, second);
export const role = ({ name }: Step): string => pick(roleNames, name);
export const policy = ({ second }: Step): string => pick(policyNames, second);
export const profile = ({ second }: Step): string => pick(profileNames, second);

export const low = (name = ""): string => name.toLowerCase();
export const sorted = (names: Iterable<string>): readonly string[] => [...names].sort();
export const arnOf = (resource: string): string => `arn:aws:iam::123456789012:${resource}`;
export const policyArn = (name: string): string => arnOf(`policy/${name}`);
