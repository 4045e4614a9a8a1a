/**
 * What an account and the installation are made of. An entity is immutable; a change puts a new one in its place.
 * Instants are epoch milliseconds. Names are kept as submitted; where they must be unique they are compared
 * without regard to case.
 */
import type { DelegationRequest, DelegationTemplate } from "./delegation-entities.ts";

import type { OutboundIssuer, OutboundKey } from "./outbound-entities.ts";
import type { AdjustedQuotas } from "./quotas.table.ts";

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface InlinePolicy {
  readonly name: string;
  /** The bytes that were submitted. */
  readonly text: string;
}

/** What users, groups and roles have in common: they hold policies. */
interface Holder {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly created: number;
  /** ARNs of managed policies, in the order of their attachment. */
  readonly attached: readonly string[];
  readonly inline: readonly InlinePolicy[];
}

export interface User extends Holder {
  readonly kind: "user";
  readonly tags: readonly Tag[];
  /** ARN of a managed policy. */
  readonly boundary?: string;
  /** Unique ids of groups, in the order of joining. */
  readonly groups: readonly string[];
  /** Sessions issued before this instant are refused. */
  readonly sessionsNotBefore?: number;
}

export interface Group extends Holder {
  readonly kind: "group";
}

export interface Role extends Holder {
  readonly kind: "role";
  readonly tags: readonly Tag[];
  readonly boundary?: string;
  readonly description?: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly trust: TrustPolicy;
  readonly sessionsNotBefore?: number;
}

/** A trust policy as submitted, and the unique ids of the users and roles that it named when it was saved. */
export interface TrustPolicy {
  readonly text: string;
  readonly principalIds: Readonly<Record<string, string>>;
}

export interface PolicyVersion {
  readonly number: number;
  readonly text: string;
  readonly created: number;
}

/** A customer managed policy. */
export interface Policy {
  readonly kind: "policy";
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly created: number;
  readonly updated: number;
  readonly description?: string;
  readonly tags: readonly Tag[];
  readonly defaultVersion: number;
  /** The number the next version gets; numbers are never used again. */
  readonly nextVersion: number;
  readonly versions: readonly PolicyVersion[];
}

export interface InstanceProfile {
  readonly kind: "instance-profile";
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly created: number;
  readonly tags: readonly Tag[];
  /** Unique ids of roles; at most one. */
  readonly roles: readonly string[];
}

/** The deletion of a service-linked role, kept to be asked about; its id is a UUID. */
export interface DeletionTask {
  readonly kind: "deletion-task";
  readonly id: string;
  /** Of the role that it is of. */
  readonly path: string;
  readonly role: string;
  readonly created: number;
  readonly status: "SUCCEEDED";
}

/** An OpenID Connect identity provider. Its id is its URL as `oidcProviderId` folds it. */
export interface OidcProvider {
  readonly kind: "oidc-provider";
  readonly id: string;
  /** Host and path as submitted, without the scheme: what stands in its ARN. */
  readonly url: string;
  readonly created: number;
  /** Audiences, in the order in which they were registered. */
  readonly clientIds: readonly string[];
  /** SHA-1 of certificates in hexadecimal digits, as submitted but in lower case. */
  readonly thumbprints: readonly string[];
  readonly tags: readonly Tag[];
}

/** A SAML identity provider. Its id is what AWS calls the provider's UUID. */
export interface SamlProvider {
  readonly kind: "saml-provider";
  readonly id: string;
  readonly name: string;
  readonly created: number;
  /** The metadata document as submitted; who is trusted stands in it alone. */
  readonly metadata: string;
  readonly validUntil: number;
  /** Whether assertions must be encrypted. */
  readonly encryption: "Required" | "Allowed";
  readonly tags: readonly Tag[];
}

/** A private key that decrypts the assertions of a SAML provider. */
export interface SamlKey {
  readonly kind: "saml-key";
  readonly id: string;
  /** Id of the SAML provider. */
  readonly provider: string;
  readonly created: number;
  /** PKCS #8 in PEM, sealed (base-64). */
  readonly secret: string;
}

export interface AccessKey {
  readonly kind: "access-key";
  /** The access key id itself. */
  readonly id: string;
  /** Unique id of a user, or the account number: the root user. */
  readonly owner: string;
  readonly status: "Active" | "Inactive";
  readonly created: number;
  /** The secret, sealed (base-64). */
  readonly secret: string;
}

/** An X.509 certificate by which a user, or root, is known to services that check signatures by it. */
export interface SigningCertificate {
  readonly kind: "signing-certificate";
  /** Follows from the certificate itself, so that an account holds each one once. */
  readonly id: string;
  /** Unique id of a user, or the account number: the root user. */
  readonly owner: string;
  readonly status: "Active" | "Inactive";
  readonly created: number;
  /** PEM, as it was submitted. */
  readonly body: string;
}

/** A user's RSA key for SSH. */
export interface SshPublicKey {
  readonly kind: "ssh-public-key";
  readonly id: string;
  /** Unique id of a user. */
  readonly owner: string;
  readonly status: "Active" | "Inactive";
  readonly created: number;
  /** The key as RFC 4253 writes it, in base64. */
  readonly blob: string;
}

/** A certificate for TLS, with its private key. */
export interface ServerCertificate {
  readonly kind: "server-certificate";
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly created: number;
  /** When the certificate itself stops being valid. */
  readonly expires: number;
  readonly tags: readonly Tag[];
  /** PEM, as it was submitted. */
  readonly body: string;
  readonly chain?: string;
  /** PEM, sealed (base-64). */
  readonly privateKey: string;
}

/** A password or an API key of a user for one service. */
export interface ServiceCredential {
  readonly kind: "service-credential";
  readonly id: string;
  /** Unique id of a user. */
  readonly owner: string;
  /** `codecommit.amazonaws.com` */
  readonly service: string;
  /** What the service knows it by, one in an account: `ann-at-123456789012`. */
  readonly alias: string;
  readonly status: "Active" | "Inactive";
  readonly created: number;
  /** The first instant at which it is no longer accepted. */
  readonly expires?: number;
  /** Of what was handed out, hashed. */
  readonly secret: string;
}

/** The password with which a user signs in; its id is the user's unique id. */
export interface LoginProfile {
  readonly kind: "login-profile";
  readonly id: string;
  readonly created: number;
  /** When the password was last set. */
  readonly changed: number;
  /** The user is to set another one at the next sign-in. */
  readonly resetRequired: boolean;
  /** Hash of the password, sealed (base-64). */
  readonly password: string;
  /** Hashes of the passwords before it, newest first, a line each, sealed together (base-64). */
  readonly previousPasswords?: string;
}

/**
 * What the passwords of an account's users must be like; its id is the account number. Where there is none, AWS's
 * default holds. A member that is missing was not set.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PasswordPolicy.html
 */
export interface PasswordPolicy {
  readonly kind: "password-policy";
  readonly id: string;
  /** Characters. */
  readonly minimumLength: number;
  readonly symbols: boolean;
  readonly numbers: boolean;
  readonly uppercase: boolean;
  readonly lowercase: boolean;
  /** Every user may call iam:ChangePassword on itself, and read this policy. */
  readonly usersMayChange: boolean;
  /** Days. */
  readonly maximumAge?: number;
  /** How many of the last passwords, the present one among them, may not be set again. */
  readonly reusePrevention?: number;
  /** Once it expired, only an administrator sets another one for a sign-in. */
  readonly hardExpiry?: boolean;
}

/**
 * A virtual MFA device: an app that makes time-based one-time passwords of a seed. Its id begins with the instant at which
 * it was made, so that devices are listed from the oldest.
 */
export interface MfaDevice {
  readonly kind: "mfa-device";
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly created: number;
  readonly tags: readonly Tag[];
  /** The seed in base 32, sealed (base-64). */
  readonly seed: string;
  /** Unique id of the user that it is enabled for, or the account number: the root user. */
  readonly owner?: string;
  /** Since when it is. */
  readonly enabled?: number;
  /** Steps of 30 seconds by which its clock was found to be ahead. */
  readonly drift?: number;
  /** The newest step of which a code was accepted: neither that code nor an older one ever counts again. */
  readonly lastStep?: number;
  /** Wrong codes since the last right one, and when the newest of them came. */
  readonly failures?: { readonly count: number; readonly last: number };
}

/** The account itself, one in each account's realm; its id is the account number. */
export interface Account {
  readonly kind: "account";
  readonly id: string;
  readonly created: number;
  /** Every session in the account that was issued before this instant is refused. */
  readonly sessionsNotBefore?: number;
  /** What the account asked for; undefined: it never did. */
  readonly globalEndpointVersion?: 1 | 2;
  /** Quotas that are not the default ones. */
  readonly quotas?: AdjustedQuotas;
}

/** An account as the installation knows it; lives in the installation's realm, its id is the account number. */
export interface Enrollment {
  readonly kind: "enrollment";
  readonly id: string;
  readonly created: number;
  readonly state: "active" | "closed";
  /** The operator's account may act on the installation; fixed at first start. */
  readonly operator: boolean;
}

/** What an account is called beside its number; lives in the installation's realm, its id is the alias. */
export interface AccountAlias {
  readonly kind: "account-alias";
  readonly id: string;
  /** The number of the account. */
  readonly account: string;
  readonly created: number;
}

export type Entity =
  | User
  | Group
  | Role
  | Policy
  | InstanceProfile
  | DeletionTask
  | OidcProvider
  | SamlProvider
  | SamlKey
  | AccessKey
  | SigningCertificate
  | SshPublicKey
  | ServerCertificate
  | ServiceCredential
  | MfaDevice
  | LoginProfile
  | PasswordPolicy
  | Account
  | Enrollment
  | AccountAlias
  | OutboundIssuer
  | OutboundKey
  | DelegationTemplate
  | DelegationRequest;
export type Kind = Entity["kind"];
export type EntityOf<K extends Kind> = Extract<Entity, { kind: K }>;

/** Adds, or replaces by kind and id; and takes away. */
export interface Changes {
  readonly put: readonly Entity[];
  readonly remove: readonly Entity[];
}
