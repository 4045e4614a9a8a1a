import type {
  AccessKey,
  Enrollment,
  Entity,
  Group,
  LoginProfile,
  MfaDevice,
  OutboundIssuer,
  Role,
  ServiceCredential,
  SigningCertificate,
  SshPublicKey,
  User,
} from "@portcullis/directory";
import {
  type ReturnedDelegation,
  type ReturnedDelegations,
  type ReturnedTemplate,
  returnedDelegations,
} from "./returned-delegations.ts";
import {
  type ReturnedOidcProvider,
  type ReturnedSamlProvider,
  returnedOidc,
  returnedSaml,
} from "./returned-providers.ts";

/** What a restore brings back that matters for security: a revocation made after the backup is undone by it. */
export interface Returned {
  readonly accounts: readonly ReturnedAccount[];
}

export interface ReturnedAccount {
  readonly account: string;
  readonly operator: boolean;
  readonly state: Enrollment["state"];
  readonly accessKeys: readonly ReturnedKey[];
  readonly otherCredentials: readonly ReturnedCredential[];
  /** Those that are enabled. */
  readonly mfaDevices: readonly ReturnedDevice[];
  readonly samlProviders: readonly ReturnedSamlProvider[];
  readonly oidcProviders: readonly ReturnedOidcProvider[];
  /** URL of the issuer of the account's tokens for other services; undefined: it issues none. */
  readonly outboundIssuer: string | undefined;
  readonly delegations: readonly ReturnedDelegation[];
  readonly delegationTemplates: readonly ReturnedTemplate[];
  readonly users: readonly ReturnedUser[];
  readonly groups: readonly ReturnedHolder[];
  readonly roles: readonly ReturnedRole[];
}

export interface ReturnedKey {
  readonly id: string;
  /** Name of a user, or `root`. */
  readonly owner: string;
  readonly status: AccessKey["status"];
  /** Epoch milliseconds. */
  readonly created: number;
}

/** What services other than this one know a user by. */
export interface ReturnedCredential extends ReturnedKey {
  readonly kind: OtherCredential["kind"];
}
type OtherCredential = SigningCertificate | SshPublicKey | ServiceCredential;

export interface ReturnedDevice {
  readonly name: string;
  /** Name of a user, or `root`. */
  readonly owner: string;
  /** Epoch milliseconds. */
  readonly enabled: number;
}

export interface ReturnedHolder {
  readonly name: string;
  readonly path: string;
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
  /** Names of inline policies. */
  readonly inline: readonly string[];
}

export interface ReturnedUser extends ReturnedHolder {
  readonly groups: readonly string[];
  readonly boundary: string | undefined;
  /** When its password was set, in epoch milliseconds; undefined: it has none. */
  readonly passwordSet: number | undefined;
}

export interface ReturnedRole extends ReturnedHolder {
  readonly boundary: string | undefined;
  /** Who may assume it: the document as it was submitted. */
  readonly trust: string;
}

interface Collector {
  add(realm: string, entity: Entity): void;
  /** Numbers of the accounts that may act on the installation. */
  operators(): readonly string[];
  all(): Returned;
}

/** The entities of one account, as they come. */
interface Own {
  readonly keys: AccessKey[];
  readonly others: OtherCredential[];
  readonly devices: MfaDevice[];
  readonly saml: ReturnedSamlProvider[];
  readonly oidc: ReturnedOidcProvider[];
  /** By the user's unique id. */
  readonly passwords: Map<string, LoginProfile>;
  readonly users: Map<string, User>;
  readonly groups: Map<string, Group>;
  readonly roles: Role[];
}

const noEntities = (): Own => ({
  keys: [],
  others: [],
  devices: [],
  saml: [],
  oidc: [],
  passwords: new Map(),
  users: new Map(),
  groups: new Map(),
  roles: [],
});

export function returnedOf(): Collector {
  const enrollments: Enrollment[] = [];
  const accounts = new Map<string, Own>();
  const issuers = new Map<string, OutboundIssuer>();
  const delegations = returnedDelegations();

  function own(realm: string): Own {
    const account = realm.slice(realm.indexOf("/") + 1);
    let found = accounts.get(account);
    if (found === undefined) {
      found = noEntities();
      accounts.set(account, found);
    }
    return found;
  }

  return {
    add(realm, entity) {
      switch (entity.kind) {
        case "enrollment":
          enrollments.push(entity);
          return;
        case "access-key":
          own(realm).keys.push(entity);
          return;
        case "signing-certificate":
        case "ssh-public-key":
        case "service-credential":
          own(realm).others.push(entity);
          return;
        case "user":
          own(realm).users.set(entity.id, entity);
          return;
        case "group":
          own(realm).groups.set(entity.id, entity);
          return;
        case "role":
          own(realm).roles.push(entity);
          return;
        case "login-profile":
          own(realm).passwords.set(entity.id, entity);
          return;
        case "mfa-device":
          own(realm).devices.push(entity);
          return;
        case "saml-provider":
          own(realm).saml.push(returnedSaml(entity));
          return;
        case "oidc-provider":
          own(realm).oidc.push(returnedOidc(entity));
          return;
        case "outbound-issuer":
          issuers.set(entity.account, entity);
          return;
        case "delegation-template":
        case "delegation-request":
          delegations.add(entity);
          return;
        case "account":
        case "password-policy":
        case "account-alias":
        case "outbound-key":
        case "policy":
        case "instance-profile":
        case "deletion-task":
        case "server-certificate":
        case "saml-key":
          return;
      }
    },
    operators: () => enrollments.filter(({ operator }) => operator).map(({ id }) => id),
    all: () => ({
      accounts: enrollments
        .map((enrollment) =>
          accountOf(enrollment, delegations, accounts.get(enrollment.id), issuers.get(enrollment.id)),
        )
        .sort((a, b) => Number(b.operator) - Number(a.operator) || (a.account < b.account ? -1 : 1)),
    }),
  };
}

function accountOf(
  { id, operator, state }: Enrollment,
  delegations: ReturnedDelegations,
  own: Own = noEntities(),
  issuer?: OutboundIssuer,
): ReturnedAccount {
  const { keys, others, devices, saml, oidc, passwords, users, groups, roles } = own;
  const nameOf = (owner: string) => (owner === id ? "root" : (users.get(owner)?.name ?? owner));
  const keyOf = (key: AccessKey | OtherCredential): ReturnedKey => ({
    id: key.id,
    owner: nameOf(key.owner),
    status: key.status,
    created: key.created,
  });
  return {
    account: id,
    operator,
    state,
    accessKeys: keys.map(keyOf),
    otherCredentials: others.map((other) => ({ ...keyOf(other), kind: other.kind })),
    mfaDevices: devices.flatMap(({ name, owner, enabled }) =>
      owner === undefined || enabled === undefined ? [] : [{ name, owner: nameOf(owner), enabled }],
    ),
    samlProviders: saml.toSorted(byName),
    oidcProviders: oidc.toSorted((a, b) => (a.url < b.url ? -1 : 1)),
    outboundIssuer: issuer?.disabled === undefined ? issuer?.url : undefined,
    delegations: delegations.delegationsOf(id),
    delegationTemplates: delegations.templatesOf(id),
    users: [...users.values()].sort(byName).map((user: User) => ({
      ...holderOf(user),
      groups: user.groups.map((group) => groups.get(group)?.name ?? group).sort(),
      boundary: user.boundary,
      passwordSet: passwords.get(user.id)?.changed,
    })),
    groups: [...groups.values()].sort(byName).map(holderOf),
    roles: roles
      .toSorted(byName)
      .map((role) => ({ ...holderOf(role), boundary: role.boundary, trust: role.trust.text })),
  };
}

function holderOf({ name, path, attached, inline }: User | Group | Role): ReturnedHolder {
  return { name, path, attached, inline: inline.map((policy) => policy.name) };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
