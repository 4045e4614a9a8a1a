import type { IamTypes } from "@portcullis/aws-model";
import { StorageError } from "@portcullis/storage";
import type { Powers } from "../../framework/call.ts";
import { newest, TRACKED, type Use } from "../../framework/usage.ts";

/** The uses that were found, by unique id; undefined: the storage does not say, and nobody can. */
export type RoleUses = ReadonlyMap<string, readonly Use[]> | undefined;

/** Of no role. */
export const noUses: RoleUses = new Map();

/** Every unique id of a role begins so. */
const ROLES = "AROA";

/** A role is shown also while the storage is away: without its last use. */
export async function findRoleUses(powers: Powers, account: string, id?: string): Promise<RoleUses> {
  try {
    const uses = await powers.findUses(account, "service", id);
    const byRole = new Map<string, Use[]>();
    for (const use of uses) {
      if (id === undefined && !use.who.startsWith(ROLES)) continue;
      const own = byRole.get(use.who);
      if (own === undefined) byRole.set(use.who, [use]);
      else own.push(use);
    }
    return byRole;
  } catch (error) {
    if (error instanceof StorageError) return undefined;
    throw error;
  }
}

/**
 * Empty for a role that was not used in the time that is told; left out where nobody knows.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html
 */
export function roleLastUsed(
  uses: RoleUses,
  id: string,
  now: number,
): { readonly RoleLastUsed?: IamTypes.RoleLastUsed } {
  if (uses === undefined) return {};
  const last = newest((uses.get(id) ?? []).filter(({ time }) => time > now - TRACKED));
  return { RoleLastUsed: last === undefined ? {} : { LastUsedDate: last.time, Region: last.region } };
}
