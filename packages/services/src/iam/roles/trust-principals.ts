/** Whom a trust policy names, looked up when it is saved. */
import {
  foldName,
  iamArn,
  isAccountNumber,
  parseArn,
  parseIamResource,
  quotas,
  type RealmState,
  type Role,
  type User,
} from "@portcullis/directory";
import { principalEntriesOf, sizeWithoutWhitespace } from "@portcullis/policy";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";

/**
 * The accounts of which a trust policy names users, roles or sessions, so that these can be looked up. Accounts
 * themselves are known without; and a document that is too long to be kept names nobody, so that no caller has more
 * accounts loaded than the longest trust policy of any account has room for.
 */
export function accountsInTrust(text: string): readonly string[] {
  if (sizeWithoutWhitespace(text) > quotas.trustPolicySize.most) return [];
  const arns = principalEntriesOf("trust", text)
    .filter(({ key }) => key === "AWS")
    .flatMap(({ value }) => parseArn(value) ?? [])
    .filter(({ resource }) => resource !== "root");
  return [...new Set(arns.map(({ account }) => account).filter(isAccountNumber))];
}

/**
 * What a principal stands for; undefined: nothing that exists. Accounts and sessions have no unique id to pin.
 * Users and roles are looked up in the accounts that were pinned for this call.
 */
export function resolvePrincipal(
  call: Call<OperationId>,
  value: string,
): { readonly id: string | undefined } | undefined {
  const { partition, installation } = call.world;
  const exists = (account: string): boolean => installation.byId.enrollment.has(account);
  if (isAccountNumber(value)) return exists(value) ? { id: undefined } : undefined;
  const parts = parseArn(value);
  if (parts === undefined) return livingId(call, value);
  const { account, resource } = parts;
  if (parts.partition !== partition || parts.region !== "" || !exists(account)) return undefined;
  if (parts.service === "iam" && resource === "root") return { id: undefined };
  const state = account === call.account ? call.home : call.world.account(account);
  if (state === undefined) return undefined;
  if (parts.service === "sts") return sessionExists(state, resource) ? { id: undefined } : undefined;
  const entity = parts.service === "iam" ? userOrRole(state, resource) : undefined;
  if (entity === undefined) return undefined;
  const exact = iamArn(partition, account, entity.kind, entity.path, entity.name) === value;
  return exact ? { id: entity.id } : undefined;
}

function userOrRole(state: RealmState, resource: string): User | Role | undefined {
  const named = parseIamResource(resource);
  if (named?.type === "user") return state.indexes.usersByName.get(foldName(named.name));
  if (named?.type === "role") return state.indexes.rolesByName.get(foldName(named.name));
  return undefined;
}

/** `assumed-role/Role/Session` of a role that exists; `federated-user/Name` needs nothing to exist. */
function sessionExists(state: RealmState, resource: string): boolean {
  const [type, name, session, more] = resource.split("/");
  if (type === "federated-user") return name !== undefined && session === undefined;
  if (type !== "assumed-role" || name === undefined || session === undefined || more !== undefined)
    return false;
  return state.indexes.rolesByName.get(foldName(name))?.name === name;
}

/** A unique id stands in a document that AWS shows after its principal was deleted; only a living one may be saved. */
function livingId(call: Call<OperationId>, id: string): { readonly id: string } | undefined {
  return call.home.byId.user.has(id) || call.home.byId.role.has(id) ? { id } : undefined;
}
