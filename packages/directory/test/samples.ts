/** Entities with every field that there can be, and arbitrary ones over few names, so that they meet. */
import type { Entity, EntityOf, Kind } from "@portcullis/directory";
import fc from "fast-check";

export const samples: { readonly [K in Kind]: Required<EntityOf<K>> } = {
  user: {
    kind: "user",
    id: "AIDAAAAAAAAAAAAAAAAAA",
    name: "Ann",
    path: "/staff/",
    created: 1,
    attached: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    inline: [{ name: "own", text: "{}" }],
    tags: [{ key: "team", value: "blue" }],
    boundary: "arn:aws:iam::aws:policy/PowerUserAccess",
    groups: ["AGPAAAAAAAAAAAAAAAAAA"],
    sessionsNotBefore: 2,
  },
  group: {
    kind: "group",
    id: "AGPAAAAAAAAAAAAAAAAAA",
    name: "Readers",
    path: "/",
    created: 1,
    attached: [],
    inline: [],
  },
  role: {
    kind: "role",
    id: "AROAAAAAAAAAAAAAAAAAA",
    name: "Worker",
    path: "/jobs/",
    created: 1,
    attached: [],
    inline: [],
    tags: [],
    boundary: "arn:aws:iam::aws:policy/PowerUserAccess",
    description: "works",
    maxSessionDuration: 3600,
    trust: { text: "{}", principalIds: { "arn:aws:iam::123456789012:user/Ann": "AIDAAAAAAAAAAAAAAAAAA" } },
    sessionsNotBefore: 2,
  },
  policy: {
    kind: "policy",
    id: "ANPAAAAAAAAAAAAAAAAAA",
    name: "Own",
    path: "/own/",
    created: 1,
    updated: 2,
    description: "reads",
    tags: [],
    defaultVersion: 1,
    nextVersion: 2,
    versions: [{ number: 1, text: "{}", created: 1 }],
  },
  "instance-profile": {
    kind: "instance-profile",
    id: "AIPAAAAAAAAAAAAAAAAAA",
    name: "Machine",
    path: "/",
    created: 1,
    tags: [],
    roles: ["AROAAAAAAAAAAAAAAAAAA"],
  },
  "oidc-provider": {
    kind: "oidc-provider",
    id: "idp.example.com/Tenant/",
    url: "IdP.example.com/Tenant/",
    created: 1,
    clientIds: ["sts.amazonaws.com"],
    thumbprints: ["3768084dfb3d2b68b7897bf5f565da8efexample"],
    tags: [{ key: "team", value: "blue" }],
  },
  "saml-provider": {
    kind: "saml-provider",
    id: "SAMLSPAAAAAAAAAAAAAAAAA",
    name: "Corp",
    created: 1,
    metadata: "<EntityDescriptor/>",
    validUntil: 2,
    encryption: "Allowed",
    tags: [{ key: "team", value: "blue" }],
  },
  "saml-key": {
    kind: "saml-key",
    id: "SAMLPKAAAAAAAAAAAAAAAAA",
    provider: "SAMLSPAAAAAAAAAAAAAAAAA",
    created: 1,
    secret: "c2VhbGVk",
  },
  "access-key": {
    kind: "access-key",
    id: "AKIAY34FZKBOKMUTVV7A",
    owner: "AIDAAAAAAAAAAAAAAAAAA",
    status: "Active",
    created: 1,
    secret: "c2VhbGVk",
  },
  "signing-certificate": {
    kind: "signing-certificate",
    id: "TA7SMP42TDN5Z26OBPJE7ABCDEFGHIJK",
    owner: "AIDAAAAAAAAAAAAAAAAAA",
    status: "Active",
    created: 1,
    body: "-----BEGIN CERTIFICATE-----",
  },
  "ssh-public-key": {
    kind: "ssh-public-key",
    id: "APKAAAAAAAAAAAAAAAAAA",
    owner: "AIDAAAAAAAAAAAAAAAAAA",
    status: "Active",
    created: 1,
    blob: "AAAAB3NzaC1yc2E=",
  },
  "server-certificate": {
    kind: "server-certificate",
    id: "ASCAAAAAAAAAAAAAAAAAA",
    name: "Site",
    path: "/cloudfront/",
    created: 1,
    expires: 2,
    tags: [{ key: "team", value: "blue" }],
    body: "-----BEGIN CERTIFICATE-----",
    chain: "-----BEGIN CERTIFICATE-----",
    privateKey: "c2VhbGVk",
  },
  "service-credential": {
    kind: "service-credential",
    id: "ACCAAAAAAAAAAAAAAAAAA",
    owner: "AIDAAAAAAAAAAAAAAAAAA",
    service: "bedrock.amazonaws.com",
    alias: "Ann-at-123456789012",
    status: "Active",
    created: 1,
    expires: 2,
    secret: "hashed",
  },
  account: { kind: "account", id: "123456789012", created: 1, sessionsNotBefore: 2 },
  enrollment: { kind: "enrollment", id: "123456789012", created: 1, state: "active", operator: true },
};

export const kinds = Object.keys(samples) as readonly Kind[];

const few = (start: string, count: number) =>
  fc.nat(count - 1).map((at) => `${start}${String.fromCharCode(65 + at)}`);
const arn = few("arn:aws:iam::123456789012:policy/", 3);
const common = { path: fc.constantFrom("/", "/a/"), created: fc.nat(3) };
const held = { attached: fc.uniqueArray(arn, { maxLength: 3 }), inline: fc.constant([]) };
const boundary = fc.oneof(
  fc.constant({}),
  arn.map((boundary) => ({ boundary })),
);

/**
 * Ids and names are drawn apart. INVARIANT: no two live entities of a kind have one name; the operations see to it,
 * and so does whoever applies these.
 */
export const anyEntity: fc.Arbitrary<Entity> = fc.oneof(
  fc
    .record({
      kind: fc.constant("user" as const),
      id: few("AIDA", 4),
      name: few("user", 4),
      ...common,
      ...held,
      tags: fc.constant([]),
      groups: fc.uniqueArray(few("AGPA", 3), { maxLength: 3 }),
      boundary,
    })
    .map(({ boundary, ...user }) => ({ ...user, ...boundary })),
  fc.record({
    kind: fc.constant("group" as const),
    id: few("AGPA", 3),
    name: few("group", 3),
    ...common,
    ...held,
  }),
  fc
    .record({
      kind: fc.constant("role" as const),
      id: few("AROA", 3),
      name: few("role", 3),
      ...common,
      ...held,
      tags: fc.constant([]),
      maxSessionDuration: fc.constant(3600),
      trust: fc.constant({ text: "{}", principalIds: {} }),
      boundary,
    })
    .map(({ boundary, ...role }) => ({ ...role, ...boundary })),
  fc.record({
    kind: fc.constant("policy" as const),
    id: few("ANPA", 3),
    name: few("policy", 3),
    ...common,
    updated: fc.nat(3),
    tags: fc.constant([]),
    defaultVersion: fc.constant(1),
    nextVersion: fc.constant(2),
    versions: fc.constant([{ number: 1, text: "{}", created: 1 }]),
  }),
  fc.record({
    kind: fc.constant("instance-profile" as const),
    id: few("AIPA", 3),
    name: few("profile", 3),
    ...common,
    tags: fc.constant([]),
    roles: fc.uniqueArray(few("AROA", 3), { maxLength: 1 }),
  }),
  fc.record({
    kind: fc.constant("access-key" as const),
    id: few("AKIA", 4),
    owner: few("AIDA", 4),
    status: fc.constantFrom("Active" as const, "Inactive" as const),
    created: fc.nat(3),
    secret: fc.constant("sealed"),
  }),
  fc.record({
    kind: fc.constant("ssh-public-key" as const),
    id: few("APKA", 4),
    owner: few("AIDA", 4),
    status: fc.constantFrom("Active" as const, "Inactive" as const),
    created: fc.nat(3),
    blob: fc.constant("AAAA"),
  }),
  fc.record({
    kind: fc.constant("server-certificate" as const),
    id: few("ASCA", 3),
    name: few("site", 3),
    ...common,
    expires: fc.nat(3),
    tags: fc.constant([]),
    body: fc.constant(""),
    privateKey: fc.constant("sealed"),
  }),
  few("ACCA", 4).chain((id) =>
    fc.record({
      kind: fc.constant("service-credential" as const),
      id: fc.constant(id),
      owner: few("AIDA", 4),
      service: fc.constant("codecommit.amazonaws.com"),
      alias: fc.constant(`alias-of-${id}`),
      status: fc.constantFrom("Active" as const, "Inactive" as const),
      created: fc.nat(3),
      secret: fc.constant("hashed"),
    }),
  ),
);
