import type { PrincipalEntry, PrincipalTree } from "../language/tree.ts";
import type { Principal } from "../types.ts";

/** How a statement names whoever asks. Bits, as one statement can name a principal in several ways. */
export const NAMED = {
  everyone: 1,
  account: 2,
  user: 4,
  role: 8,
  session: 16,
  service: 32,
  provider: 64,
  /** A form that nobody here can tell: the canonical user of a store, or what is not a principal at all. */
  unresolved: 128,
} as const;

/** Principal or NotPrincipal of a statement. */
export interface PrincipalTest {
  readonly negated: boolean;
  readonly everyone: boolean;
  readonly unresolved: boolean;
  /** 12-digit account numbers. */
  readonly accounts: ReadonlySet<string>;
  /** ARNs of users, roles, role sessions and federated users. */
  readonly arns: ReadonlySet<string>;
  /** Unique ids of users and roles: written as such, or what an ARN was resolved to when the document was saved. */
  readonly ids: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  readonly providers: ReadonlySet<string>;
}

export type PrincipalForm =
  | { readonly form: "everyone" | "unresolved" }
  | { readonly form: "account" | "arn" | "id" | "service" | "provider"; readonly value: string };

/**
 * What a principal value means. A wildcard never matches part of a principal, and groups and instance profiles
 * are not principals: such a value is "unresolved".
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function principalForm({ key, value: { value } }: PrincipalEntry): PrincipalForm {
  switch (key) {
    case "AWS":
      return awsForm(value);
    case "Service":
      return isPlain(value) ? { form: "service", value } : { form: "unresolved" };
    case "Federated":
      return isPlain(value) ? { form: "provider", value } : { form: "unresolved" };
    case "CanonicalUser":
      return { form: "unresolved" };
  }
}

function isPlain(value: string): boolean {
  return value !== "" && !value.includes("*") && !value.includes("?");
}

function isAccount(text: string): boolean {
  if (text.length !== 12) return false;
  for (let i = 0; i < 12; i++) if (text[i]! < "0" || text[i]! > "9") return false;
  return true;
}

const idPrefixes: readonly string[] = ["AIDA", "AROA"];

function awsForm(value: string): PrincipalForm {
  if (value === "*") return { form: "everyone" };
  if (isAccount(value)) return { form: "account", value };
  if (!isPlain(value)) return { form: "unresolved" };
  if (idPrefixes.includes(value.slice(0, 4)) && !value.includes(":")) return { form: "id", value };
  const [arn, partition, service, region, account, resource, ...more] = value.split(":");
  if (arn !== "arn" || !partition || region !== "" || resource === undefined || more.length > 0)
    return { form: "unresolved" };
  if (service === "iam" && resource === "root" && isAccount(account!))
    return { form: "account", value: account! };
  const kinds =
    service === "iam" ? ["user/", "role/"] : service === "sts" ? ["assumed-role/", "federated-user/"] : [];
  const kind = kinds.find((each) => resource.startsWith(each) && resource.length > each.length);
  return kind === undefined ? { form: "unresolved" } : { form: "arn", value };
}

export function compilePrincipal(
  { negated, everyone, entries }: PrincipalTree,
  principalIds: Readonly<Record<string, string>> = {},
): PrincipalTest {
  const test = {
    negated,
    everyone,
    unresolved: false,
    accounts: new Set<string>(),
    arns: new Set<string>(),
    ids: new Set<string>(),
    services: new Set<string>(),
    providers: new Set<string>(),
  };
  for (const entry of entries) {
    const form = principalForm(entry);
    switch (form.form) {
      case "everyone":
      case "unresolved":
        test[form.form] = true;
        break;
      case "account":
        test.accounts.add(form.value);
        break;
      case "arn":
        // INVARIANT: a principal that was resolved matches by its id alone; a namesake made later is another.
        if (Object.hasOwn(principalIds, form.value)) test.ids.add(principalIds[form.value]!);
        else test.arns.add(form.value);
        break;
      case "id":
        test.ids.add(form.value);
        break;
      case "service":
        test.services.add(form.value);
        break;
      case "provider":
        test.providers.add(form.value);
        break;
    }
  }
  return test;
}

/** In which ways the list names the principal, NAMED's bits; NotPrincipal is left to the caller. */
export function namings(test: PrincipalTest, principal: Principal): number {
  let bits = (test.everyone ? NAMED.everyone : 0) | (test.unresolved ? NAMED.unresolved : 0);
  switch (principal.kind) {
    case "anonymous":
      return bits;
    case "service":
      return test.services.has(principal.name) ? bits | NAMED.service : bits;
    case "web-identity":
    case "saml":
      return test.providers.has(principal.provider) ? bits | NAMED.provider : bits;
    case "root":
      return test.accounts.has(principal.account) ? bits | NAMED.account : bits;
    case "user":
      if (test.arns.has(principal.arn) || hasId(test, principal.id)) bits |= NAMED.user;
      break;
    case "role-session":
      if (test.arns.has(principal.roleArn) || hasId(test, principal.id)) bits |= NAMED.role;
      if (test.arns.has(principal.arn)) bits |= NAMED.session;
      break;
    case "federated-user":
      if (test.arns.has(principal.userArn) || hasId(test, principal.id)) bits |= NAMED.user;
      if (test.arns.has(principal.arn)) bits |= NAMED.session;
      break;
  }
  return test.accounts.has(principal.account) ? bits | NAMED.account : bits;
}

function hasId({ ids }: PrincipalTest, id: string): boolean {
  return ids.size > 0 && id !== "" && ids.has(id);
}

/**
 * What NotPrincipal must list so that it spares a principal: its account, then the user or role, then the session.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function spares(named: number, principal: Principal): boolean {
  if (named & NAMED.everyone) return true;
  const all = (bits: number) => (named & bits) === bits;
  switch (principal.kind) {
    case "anonymous":
      return false;
    case "service":
      return all(NAMED.service);
    case "web-identity":
    case "saml":
      return all(NAMED.provider);
    case "root":
      return all(NAMED.account);
    case "user":
      return all(NAMED.account | NAMED.user);
    case "role-session":
      return all(NAMED.account | NAMED.role | NAMED.session);
    case "federated-user":
      return all(NAMED.account | NAMED.session) && (all(NAMED.user) || principal.userArn.endsWith(":root"));
  }
}
