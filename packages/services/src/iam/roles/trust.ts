import {
  foldName,
  iamArn,
  isAccountNumber,
  parseArn,
  parseIamResource,
  type TrustPolicy,
} from "@portcullis/directory";
import { check, principalsOf, sizeWithoutWhitespace } from "@portcullis/policy";
import type { OperationId } from "../../framework/api.ts";
import type { Call, Failed } from "../../framework/call.ts";
import { overSize } from "../limits.ts";

/** The accounts that a trust policy speaks of, so that its principals can be looked up. */
export function accountsInTrust(text: string): readonly string[] {
  const accounts = principalsOf(text)
    .filter((principal) => principal.type === "AWS")
    .map(({ value }) => (isAccountNumber(value) ? value : (parseArn(value)?.account ?? "")));
  return [...new Set(accounts.filter(isAccountNumber))];
}

/**
 * A trust policy that may be kept: well-formed, not too long, and with principals that exist. Users and roles are
 * kept as their unique ids, so that one which is deleted and made again does not come back into the trust.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function readTrust(
  call: Call<OperationId>,
  text: string,
): { readonly kind: "trust"; readonly trust: TrustPolicy } | Failed {
  const finding = check("trust", text)[0];
  if (finding !== undefined) return malformed(finding.message);
  const tooLong = overSize("trustPolicySize", sizeWithoutWhitespace(text));
  if (tooLong !== undefined) return { kind: "failed", failure: tooLong };
  const principalIds: Record<string, string> = {};
  for (const { type, value } of principalsOf(text)) {
    if (type !== "AWS" || value === "*") continue;
    const resolved = resolve(call, value);
    if (resolved === undefined) return malformed(`Invalid principal in policy: "AWS":"${value}"`);
    if (resolved.id !== undefined) principalIds[value] = resolved.id;
  }
  return { kind: "trust", trust: { text, principalIds } };
}

const malformed = (message: string): Failed => ({
  kind: "failed",
  failure: { code: "MalformedPolicyDocument", message },
});

/** What a principal stands for; undefined: nothing that exists. Accounts and sessions have no unique id to pin. */
function resolve(call: Call<OperationId>, value: string): { readonly id: string | undefined } | undefined {
  const { partition } = call.world;
  if (isAccountNumber(value)) return accountExists(call, value) ? { id: undefined } : undefined;
  const parts = parseArn(value);
  if (parts === undefined) return byUniqueId(call, value);
  if (parts.partition !== partition || parts.region !== "" || !accountExists(call, parts.account))
    return undefined;
  if (parts.service === "iam" && parts.resource === "root") return { id: undefined };
  const state = parts.account === call.account ? call.home : call.world.account(parts.account);
  const resource = parseIamResource(parts.resource);
  if (state === undefined || resource === undefined) return undefined;
  if (parts.service === "sts")
    return sessionPrincipal(parts.resource, state.indexes.rolesByName.get.bind(state.indexes.rolesByName));
  if (parts.service !== "iam") return undefined;
  const entity =
    resource.type === "user"
      ? state.indexes.usersByName.get(foldName(resource.name))
      : resource.type === "role"
        ? state.indexes.rolesByName.get(foldName(resource.name))
        : undefined;
  if (entity === undefined) return undefined;
  return iamArn(partition, parts.account, entity.kind, entity.path, entity.name) === value
    ? { id: entity.id }
    : undefined;
}

/** `assumed-role/Role/Session` of a role that exists; `federated-user/Name` needs nothing to exist. */
function sessionPrincipal(
  resource: string,
  roleNamed: (folded: string) => unknown,
): { readonly id: undefined } | undefined {
  const [type, name, session, more] = resource.split("/");
  if (type === "federated-user" && name !== undefined && session === undefined) return { id: undefined };
  if (type !== "assumed-role" || name === undefined || session === undefined || more !== undefined)
    return undefined;
  return roleNamed(foldName(name)) === undefined ? undefined : { id: undefined };
}

/** A unique id stands in a document that AWS shows after its principal was deleted; only a living one may be saved. */
function byUniqueId(call: Call<OperationId>, id: string): { readonly id: string } | undefined {
  return call.home.byId.user.has(id) || call.home.byId.role.has(id) ? { id } : undefined;
}

function accountExists(call: Call<OperationId>, account: string): boolean {
  return call.world.installation.byId.enrollment.has(account);
}
