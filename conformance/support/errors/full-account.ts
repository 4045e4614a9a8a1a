/** An account that has as many of everything as its quotas allow. */
import { randomBytes } from "node:crypto";
import {
  type Entity,
  type EntityOf,
  newUniqueId,
  type PolicyVersion,
  type QuotaName,
  quotas,
  readBody,
  writeBody,
} from "@portcullis/directory";
import type { EntityRow, RealmImage } from "@portcullis/storage";
import { delegationTemplate } from "../changes.table.ts";
import { EPHEMERAL_ACCOUNT } from "../server.ts";
import { allowed, arn, none, trust } from "./names.ts";

const created = Date.now();
const held = { created, path: "/", attached: [], inline: [] } as const;
const newId = (kind: Parameters<typeof newUniqueId>[0]) => newUniqueId(kind, (length) => randomBytes(length));
const times = <T>(count: number, make: (at: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, at) => make(at));
/** In the place of secrets that nothing here opens. */
const secret = "sealed";

const entity = {
  user: (name: string): EntityOf<"user"> => ({
    ...held,
    kind: "user",
    id: newId("user"),
    name,
    tags: [],
    groups: [],
  }),
  group: (name: string): EntityOf<"group"> => ({ ...held, kind: "group", id: newId("group"), name }),
  role: (name: string): EntityOf<"role"> => ({
    ...held,
    kind: "role",
    id: newId("role"),
    name,
    tags: [],
    maxSessionDuration: 3600,
    trust: { text: trust, principalIds: {} },
  }),
  policy: (name: string, versions: readonly PolicyVersion[] = [version(allowed, 1)]): EntityOf<"policy"> => ({
    kind: "policy",
    id: newId("policy"),
    name,
    path: "/",
    created,
    updated: created,
    tags: [],
    defaultVersion: 1,
    nextVersion: versions.length + 1,
    versions,
  }),
  "instance-profile": (name: string): EntityOf<"instance-profile"> => ({
    kind: "instance-profile",
    id: newId("instance-profile"),
    name,
    path: "/",
    created,
    tags: [],
    roles: [],
  }),
  "oidc-provider": (name: string): EntityOf<"oidc-provider"> => ({
    kind: "oidc-provider",
    id: `${name}.example.com`,
    url: `${name}.example.com`,
    created,
    clientIds: [],
    thumbprints: [],
    tags: [],
  }),
  "saml-provider": (name: string): EntityOf<"saml-provider"> => ({
    kind: "saml-provider",
    id: newId("saml-provider"),
    name,
    created,
    metadata: "",
    validUntil: created,
    encryption: "Allowed",
    tags: [],
  }),
  "server-certificate": (name: string): EntityOf<"server-certificate"> => ({
    kind: "server-certificate",
    id: newId("server-certificate"),
    name,
    path: "/",
    created,
    expires: created,
    tags: [],
    body: "",
    privateKey: secret,
  }),
  "mfa-device": (name: string): EntityOf<"mfa-device"> => ({
    kind: "mfa-device",
    id: `${created}-${name}`,
    name,
    path: "/",
    created,
    tags: [],
    seed: secret,
  }),
} as const;

function version(text: string, number: number): PolicyVersion {
  return { number, text, created };
}

/** The quota of each kind that an account has so many of. */
const ofAccount = {
  user: "users",
  group: "groups",
  role: "roles",
  policy: "policies",
  "instance-profile": "instanceProfiles",
  "oidc-provider": "oidcProviders",
  "saml-provider": "samlProviders",
  "server-certificate": "serverCertificates",
  "mfa-device": "mfaDevices",
} as const satisfies Record<keyof typeof entity, QuotaName>;

/** One of each kind, called full, that cannot have more of anything. A policy of the user is not there. */
function fullEntities(): readonly Entity[] {
  const tags = times(quotas.tags.limit, (at) => ({ key: `k${at}`, value: "" }));
  const policies = times(quotas.policiesPerRole.limit, (at) => arn(`policy/x${at}`));
  const groups = times(quotas.groupsPerUser.limit, (at) => entity.group(`of-full-${at}`));
  const user = entity.user("full");
  const owner = user.id;
  const saml = { ...entity["saml-provider"]("full"), tags };
  const clientIds = times(quotas.clientIdsPerOidcProvider.limit, (at) => `app-${at}`);
  const versions = times(quotas.versionsPerPolicy.limit, (at) => version(allowed, at + 1));
  return [
    ...groups,
    {
      ...user,
      tags,
      groups: groups.map(({ id }) => id),
      attached: [...policies.slice(1, quotas.policiesPerUser.limit), none.policy],
    },
    { ...entity.group("full"), attached: policies.slice(0, quotas.policiesPerGroup.limit) },
    { ...entity.role("full"), tags, attached: policies.slice(0, quotas.policiesPerRole.limit) },
    { ...entity.policy("full", versions), tags },
    { ...entity["instance-profile"]("full"), tags },
    { ...entity["oidc-provider"]("full"), tags, clientIds },
    saml,
    ...times(
      2,
      (): Entity => ({ kind: "saml-key", id: newId("saml-key"), provider: saml.id, created, secret }),
    ),
    { ...entity["server-certificate"]("full"), tags },
    { ...entity["mfa-device"]("full"), tags },
    ...times(quotas.mfaDevicesPerUser.limit, (at) => ({
      ...entity["mfa-device"](`of-full-${at}`),
      owner,
      enabled: created,
    })),
    ...times(
      quotas.sshKeysPerUser.limit,
      (at): Entity => ({
        kind: "ssh-public-key",
        id: newId("public-key"),
        owner,
        status: "Active",
        created,
        blob: String(at),
      }),
    ),
    ...times(
      quotas.serviceCredentialsPerUser.limit,
      (at): Entity => ({
        kind: "service-credential",
        id: newId("service-specific-credential"),
        owner,
        service: "codecommit.amazonaws.com",
        alias: `full+${at}`,
        status: "Active",
        created,
        secret,
      }),
    ),
  ];
}

/** What fills an account up. */
export function fillingPuts({ entities }: RealmImage): readonly EntityRow[] {
  const full = fullEntities();
  const more = Object.entries(entity).flatMap(([kind, make]) => {
    const { limit } = quotas[ofAccount[kind as keyof typeof ofAccount]];
    const there = [...entities, ...full].filter((each) => each.kind === kind).length;
    return times(limit - there, (at): Entity => make(`x${at}`));
  });
  return [...full, ...more].map(writeBody);
}

/** As many delegation requests of the account as it may have. */
export function fillingRequests({ entities }: RealmImage): readonly EntityRow[] {
  const there = entities.filter(({ kind }) => kind === "delegation-request").length;
  const now = Date.now();
  const [generation = ""] = entities
    .map(readBody)
    .flatMap((each) => (each.kind === "delegation-template" ? [each.generation] : []));
  return times(
    quotas.delegationRequests.limit - there,
    (at): Entity => ({
      kind: "delegation-request",
      id: `request-${at}`,
      requestor: EPHEMERAL_ACCOUNT,
      requestorName: "",
      template: delegationTemplate.Name,
      generation,
      parameters: [],
      policy: allowed,
      description: "",
      workflow: `workflow-${at}-of-full`,
      channel: "",
      duration: 3600,
      onlySendByOwner: false,
      state: "UNASSIGNED",
      since: now,
      created: now,
      updated: now,
    }),
  ).map(writeBody);
}
