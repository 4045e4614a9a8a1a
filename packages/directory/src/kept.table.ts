import type { EntityOf, Kind } from "./entities.ts";

/**
 * How each field of an entity is kept: `plain`; `sealed`, so that only the master key's holder can read it;
 * `hashed`, what only has to be recognised. Total over the fields by type: a new field does not compile until
 * somebody has decided.
 */
export type Kept = "plain" | "sealed" | "hashed";

/** What is sealed is a text, and always there or not at all: `keys` gives and takes no other. */
type KeptAs<T> = T extends string | undefined ? Kept : Exclude<Kept, "sealed">;
type KeptTable = {
  readonly [K in Kind]: { readonly [F in keyof EntityOf<K>]-?: KeptAs<EntityOf<K>[F]> };
};

const holder = {
  kind: "plain",
  id: "plain",
  name: "plain",
  path: "plain",
  created: "plain",
  attached: "plain",
  inline: "plain",
} as const;

const ofOwner = {
  kind: "plain",
  id: "plain",
  owner: "plain",
  status: "plain",
  created: "plain",
} as const;

export const kept: KeptTable = {
  user: { ...holder, tags: "plain", boundary: "plain", groups: "plain", sessionsNotBefore: "plain" },
  group: holder,
  role: {
    ...holder,
    tags: "plain",
    boundary: "plain",
    description: "plain",
    maxSessionDuration: "plain",
    trust: "plain",
    sessionsNotBefore: "plain",
  },
  policy: {
    kind: "plain",
    id: "plain",
    name: "plain",
    path: "plain",
    created: "plain",
    updated: "plain",
    description: "plain",
    tags: "plain",
    defaultVersion: "plain",
    nextVersion: "plain",
    versions: "plain",
  },
  "instance-profile": {
    kind: "plain",
    id: "plain",
    name: "plain",
    path: "plain",
    created: "plain",
    tags: "plain",
    roles: "plain",
  },
  "deletion-task": {
    kind: "plain",
    id: "plain",
    path: "plain",
    role: "plain",
    created: "plain",
    status: "plain",
  },
  "oidc-provider": {
    kind: "plain",
    id: "plain",
    url: "plain",
    created: "plain",
    clientIds: "plain",
    thumbprints: "plain",
    tags: "plain",
  },
  "saml-provider": {
    kind: "plain",
    id: "plain",
    name: "plain",
    created: "plain",
    metadata: "plain",
    validUntil: "plain",
    encryption: "plain",
    tags: "plain",
  },
  "saml-key": { kind: "plain", id: "plain", provider: "plain", created: "plain", secret: "sealed" },
  "access-key": { ...ofOwner, secret: "sealed" },
  "signing-certificate": { ...ofOwner, body: "plain" },
  "ssh-public-key": { ...ofOwner, blob: "plain" },
  "server-certificate": {
    kind: "plain",
    id: "plain",
    name: "plain",
    path: "plain",
    created: "plain",
    expires: "plain",
    tags: "plain",
    body: "plain",
    chain: "plain",
    privateKey: "sealed",
  },
  "service-credential": { ...ofOwner, service: "plain", alias: "plain", expires: "plain", secret: "hashed" },
  "login-profile": {
    kind: "plain",
    id: "plain",
    created: "plain",
    changed: "plain",
    resetRequired: "plain",
    password: "sealed",
    previousPasswords: "sealed",
  },
  "password-policy": {
    kind: "plain",
    id: "plain",
    minimumLength: "plain",
    symbols: "plain",
    numbers: "plain",
    uppercase: "plain",
    lowercase: "plain",
    usersMayChange: "plain",
    maximumAge: "plain",
    reusePrevention: "plain",
    hardExpiry: "plain",
  },
  "mfa-device": {
    kind: "plain",
    id: "plain",
    name: "plain",
    path: "plain",
    created: "plain",
    tags: "plain",
    seed: "sealed",
    owner: "plain",
    enabled: "plain",
    drift: "plain",
    lastStep: "plain",
    failures: "plain",
  },
  account: {
    kind: "plain",
    id: "plain",
    created: "plain",
    sessionsNotBefore: "plain",
    globalEndpointVersion: "plain",
  },
  enrollment: { kind: "plain", id: "plain", created: "plain", state: "plain", operator: "plain" },
  "account-alias": { kind: "plain", id: "plain", account: "plain", created: "plain" },
  "outbound-issuer": {
    kind: "plain",
    id: "plain",
    account: "plain",
    created: "plain",
    url: "plain",
    disabled: "plain",
  },
  "outbound-key": {
    kind: "plain",
    id: "plain",
    issuer: "plain",
    algorithm: "plain",
    created: "plain",
    signsFrom: "plain",
    publicKey: "plain",
    secret: "sealed",
  },
};
