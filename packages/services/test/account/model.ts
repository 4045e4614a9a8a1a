/** An account as simple as can be: maps and sets, by lower-case names. What it says should happen, should happen. */

export type Tags = Map<string, string>;
/** What is attached, and what is inline. */
export interface Held {
  readonly attached: Set<string>;
  readonly inline: Set<string>;
}
/** A credential that can be inactive. `of`: what it is for, where that makes a difference. */
export interface Credential {
  readonly of: string;
  status: string;
}
export interface UserModel extends Held {
  readonly tags: Tags;
  readonly groups: Set<string>;
  readonly devices: Set<string>;
  /** By what the server calls each. */
  readonly accessKeys: Map<string, Credential>;
  readonly certificates: Map<string, Credential>;
  readonly sshKeys: Map<string, Credential>;
  readonly serviceCredentials: Map<string, Credential>;
  boundary: string | undefined;
  /** Whether it must be changed; undefined: there is none. */
  password: boolean | undefined;
}
export interface RoleModel extends Held {
  readonly tags: Tags;
  boundary: string | undefined;
}
export interface PolicyModel {
  readonly tags: Tags;
  readonly versions: Set<number>;
  default: number;
  next: number;
}
export interface DeviceModel {
  readonly tags: Tags;
  readonly seed: string;
  /** Pairs of codes that were used up. */
  used: number;
}
export interface OidcModel {
  readonly tags: Tags;
  readonly clientIds: Set<string>;
  thumbprint: string;
}
export interface SamlModel {
  readonly tags: Tags;
  privateKeys: number;
}

export interface AccountModel {
  readonly users: Map<string, UserModel>;
  readonly groups: Map<string, Held>;
  readonly roles: Map<string, RoleModel>;
  /** Names of service-linked roles. */
  readonly linked: Set<string>;
  readonly policies: Map<string, PolicyModel>;
  /** `role`: its name, or undefined. */
  readonly profiles: Map<string, { readonly tags: Tags; role: string | undefined }>;
  readonly devices: Map<string, DeviceModel>;
  readonly oidc: Map<string, OidcModel>;
  readonly saml: Map<string, SamlModel>;
  readonly serverCertificates: Map<string, { readonly tags: Tags }>;
  alias: string | undefined;
  /** The shortest password, in characters; undefined: the account has no policy for them. */
  shortest: number | undefined;
}

export function emptyModel(): AccountModel {
  return {
    users: new Map(),
    groups: new Map(),
    roles: new Map(),
    linked: new Set(),
    policies: new Map(),
    profiles: new Map(),
    devices: new Map(),
    oidc: new Map(),
    saml: new Map(),
    serverCertificates: new Map(),
    alias: undefined,
    shortest: undefined,
  };
}

/** A model of its own, which changes by itself. */
export const copyOf = (model: AccountModel): AccountModel => structuredClone(model);

/** The same text for models that are alike. */
export function keyOf(model: AccountModel): string {
  return JSON.stringify(model, (_, value: unknown) => {
    if (value instanceof Map) return [...value].sort(([one], [other]) => (one < other ? -1 : 1));
    return value instanceof Set ? [...value].sort() : value;
  });
}

/** Gives an entry another key and leaves the others where they are. */
export function rename<T>(map: Map<string, T>, from: string, to: string): void {
  const value = map.get(from);
  if (value === undefined || from === to) return;
  map.delete(from);
  map.set(to, value);
}
