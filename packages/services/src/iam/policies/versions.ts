import type { Failed } from "../../framework/call.ts";
import { missingPolicy } from "./find-policy.ts";

/** `v3` → the version with that number, where there is one. */
export function versionOf<V extends { readonly number: number }>(
  policy: { readonly versions: readonly V[] },
  versionId: string,
): V | undefined {
  return policy.versions.find((version) => versionId === versionName(version.number));
}

export function versionName(number: number): string {
  return `v${number}`;
}

export function noSuchVersion(arn: string, versionId: string): Failed {
  return {
    kind: "failed",
    failure: { code: "NoSuchEntity", message: missingPolicy.version(arn, versionId) },
  };
}
