import type { Entity, EntityOf, Kind } from "./entities.ts";

/** Names are unique without regard to case, so indexes fold it. ASCII only: the name patterns allow no more. */
export function foldName(name: string): string {
  return name.toLowerCase();
}

/** Separates the parts of a composite key; no name, path or id can hold it. */
export const SEPARATOR = "\u0000";

interface Index<K extends Kind> {
  readonly kind: K;
  /** The keys under which an entity stands; the last part makes it unique and orders it. */
  readonly keys: (entity: EntityOf<K>) => readonly string[];
}

function index<K extends Kind>(kind: K, keys: (entity: EntityOf<K>) => readonly string[]): Index<K> {
  return { kind, keys };
}

/** A time as a part of a key, such that keys stand in the order of their times. */
const instant = (time: number | undefined): string => String(time).padStart(16, "0");

type HolderEntity = EntityOf<"user" | "group" | "role">;
const attachments = (holder: HolderEntity): readonly string[] =>
  holder.attached.map((arn) => arn + SEPARATOR + holder.kind + SEPARATOR + foldName(holder.name));
const boundaryUse = (holder: EntityOf<"user" | "role">): readonly string[] =>
  holder.boundary === undefined
    ? []
    : [holder.boundary + SEPARATOR + holder.kind + SEPARATOR + foldName(holder.name)];

/** owner, age, id: AWS lists what somebody holds in the order in which it was made. */
const ofOwner = ({ owner, created, id }: OwnedEntity): readonly string[] => [
  owner + SEPARATOR + instant(created) + SEPARATOR + id,
];
type OwnedEntity = EntityOf<"access-key" | "signing-certificate" | "ssh-public-key" | "service-credential">;

/** Every way in which an account's entities are found or listed, apart from their ids. */
export const indexes = {
  usersByName: index("user", (user) => [foldName(user.name)]),
  groupsByName: index("group", (group) => [foldName(group.name)]),
  rolesByName: index("role", (role) => [foldName(role.name)]),
  policiesByName: index("policy", (policy) => [foldName(policy.name)]),
  profilesByName: index("instance-profile", (profile) => [foldName(profile.name)]),
  /** oldest first */
  deletionTasksByAge: index("deletion-task", (task) => [instant(task.created) + SEPARATOR + task.id]),
  samlProvidersByName: index("saml-provider", (provider) => [foldName(provider.name)]),
  /** provider, age: the newest key is the last */
  samlKeysByProvider: index("saml-key", (key) => [
    key.provider + SEPARATOR + instant(key.created) + SEPARATOR + key.id,
  ]),
  /** group id, user's name */
  members: index("user", (user) => user.groups.map((id) => id + SEPARATOR + foldName(user.name))),
  /** role id, profile's name */
  profilesByRole: index("instance-profile", (profile) =>
    profile.roles.map((id) => id + SEPARATOR + foldName(profile.name)),
  ),
  keysByOwner: index("access-key", ofOwner),
  signingCertificatesByOwner: index("signing-certificate", ofOwner),
  sshKeysByOwner: index("ssh-public-key", ofOwner),
  serviceCredentialsByOwner: index("service-credential", ofOwner),
  serviceCredentialsByAlias: index("service-credential", (credential) => [foldName(credential.alias)]),
  serverCertificatesByName: index("server-certificate", (certificate) => [foldName(certificate.name)]),
  /** path and name together: AWS knows a device by nothing else */
  devicesByName: index("mfa-device", (device) => [foldName(device.path + device.name)]),
  /** owner, age of the assignment */
  devicesByOwner: index("mfa-device", (device) =>
    device.owner === undefined
      ? []
      : [device.owner + SEPARATOR + instant(device.enabled) + SEPARATOR + device.id],
  ),
  /** policy ARN, kind, holder's name */
  userAttachments: index("user", attachments),
  groupAttachments: index("group", attachments),
  roleAttachments: index("role", attachments),
  userBoundaries: index("user", boundaryUse),
  roleBoundaries: index("role", boundaryUse),
  /** account number, alias */
  aliasesByAccount: index("account-alias", ({ account, id }) => [account + SEPARATOR + id]),
  /** account number: it has one at most */
  outboundIssuersByAccount: index("outbound-issuer", ({ account }) => [account]),
  /** issuer, when it begins to sign: the newest is the last */
  outboundKeysByIssuer: index("outbound-key", ({ issuer, signsFrom, id }) => [
    issuer + SEPARATOR + instant(signsFrom) + SEPARATOR + id,
  ]),
  /** partner's account, age */
  delegationRequestsByRequestor: index("delegation-request", ({ requestor, created, id }) => [
    requestor + SEPARATOR + instant(created) + SEPARATOR + id,
  ]),
  /** account of the owner, age; none before it has an owner */
  delegationRequestsByOwner: index("delegation-request", ({ ownerAccount, owner, created, id }) =>
    owner === undefined ? [] : [ownerAccount + SEPARATOR + instant(created) + SEPARATOR + id],
  ),
} as const;

export type IndexName = keyof typeof indexes;
export type IndexEntity<N extends IndexName> =
  (typeof indexes)[N] extends Index<infer K> ? EntityOf<K> : never;

/** Counted as they change, so that a summary costs no walk: the text before the first separator is counted. */
export const counted = {
  userAttachments: "attachments",
  groupAttachments: "attachments",
  roleAttachments: "attachments",
  userBoundaries: "boundaries",
  roleBoundaries: "boundaries",
} as const satisfies Partial<Record<IndexName, string>>;

/** Index names by the kind that they index, so that a change looks at its own kind's only. */
export const indexesOfKind: ReadonlyMap<Kind, readonly IndexName[]> = (() => {
  const byKind = new Map<Kind, IndexName[]>();
  for (const name of Object.keys(indexes) as IndexName[]) {
    const kind = indexes[name].kind;
    byKind.set(kind, [...(byKind.get(kind) ?? []), name]);
  }
  return byKind;
})();

/** The keys of any entity in an index of its kind. */
export function keysIn(name: IndexName, entity: Entity): readonly string[] {
  return (indexes[name].keys as (entity: Entity) => readonly string[])(entity);
}
