import type { RestoreReport, ReturnedAccount } from "@portcullis/server";

type Holder = ReturnedAccount["groups"][number];

/** What came back, for people: a line for each thing, in the order in which one would go through them. */
export function renderText(report: RestoreReport): string {
  const lines = [
    `Restored the backup of ${isoTime(report.created)}, SHA-256 ${report.sha256}.`,
    `Deployment ${report.deploymentId}, incarnation ${report.incarnation}. Sessions of the time before are refused.`,
    "Credentials, identity providers, delegations, users, roles and attachments are as they were then; what was taken away since came back:",
  ];
  for (const account of report.accounts) lines.push("", ...accountLines(account));
  return `${lines.map(escaped).join("\n")}\n`;
}

function accountLines(own: ReturnedAccount): readonly string[] {
  const marks = [...(own.operator ? ["operator"] : []), ...(own.state === "active" ? [] : [own.state])];
  return [
    `account ${own.account}${marks.length === 0 ? "" : ` (${marks.join(", ")})`}`,
    ...own.accessKeys.map((key) => credentialLine("access key", key)),
    ...own.otherCredentials.map((credential) => credentialLine(callings[credential.kind], credential)),
    ...own.mfaDevices.map(
      ({ name, owner, enabled }) => `  MFA device ${name} of ${owner}: enabled ${isoTime(enabled)}`,
    ),
    ...own.samlProviders.map(
      ({ name, metadataSha256, created, validUntil }) =>
        `  SAML provider ${name}: made ${isoTime(created)}; valid until ${isoTime(validUntil)}; SHA-256 of its metadata ${metadataSha256}`,
    ),
    ...own.oidcProviders.map(
      ({ url, clientIds, thumbprints, created }) =>
        `  OpenID Connect provider ${url}: made ${isoTime(created)}${listed("for", clientIds)}${listed("with thumbprint", thumbprints)}`,
    ),
    ...(own.outboundIssuer === undefined
      ? []
      : [`  issues tokens for other services as ${own.outboundIssuer}`]),
    ...own.delegations.map(
      ({ id, partner, approver, accepted, ends }) =>
        `  delegation ${id} to account ${partner}: accepted by ${approver} ${isoTime(accepted)}${ends === undefined ? "" : `; access until ${isoTime(ends)}`}`,
    ),
    ...own.delegationTemplates.map(
      ({ name, updated }) => `  asks for access by delegation template ${name}, of ${isoTime(updated)}`,
    ),
    ...own.users.map(
      (user) =>
        `  user ${nameOf(user)}${listed("in", user.groups)}${held(user)}${bounded(user.boundary)}${password(user)}`,
    ),
    ...own.groups.map((group) => `  group ${nameOf(group)}${held(group)}`),
    ...own.roles.flatMap((role) => [
      `  role ${nameOf(role)}${held(role)}${bounded(role.boundary)}`,
      `    trusts ${oneLine(role.trust)}`,
    ]),
  ];
}

const callings = {
  "signing-certificate": "signing certificate",
  "ssh-public-key": "SSH public key",
  "service-credential": "service-specific credential",
} as const satisfies Record<ReturnedAccount["otherCredentials"][number]["kind"], string>;

function credentialLine(
  calling: string,
  { id, owner, status, created }: ReturnedAccount["accessKeys"][number],
): string {
  return `  ${calling} ${id} of ${owner}: ${status}, made ${isoTime(created)}`;
}

const isoTime = (time: number): string => new Date(time).toISOString();

function nameOf({ path, name }: Holder): string {
  return path === "/" ? name : `${path}${name}`;
}

function held({ attached, inline }: Holder): string {
  return `${listed("attached", attached)}${listed("inline", inline)}`;
}

function bounded(boundary: string | undefined): string {
  return listed("within", boundary === undefined ? [] : [boundary]);
}

function password({ passwordSet }: ReturnedAccount["users"][number]): string {
  return listed("password of", passwordSet === undefined ? [] : [isoTime(passwordSet)]);
}

function listed(word: string, names: readonly string[]): string {
  return names.length === 0 ? "" : `; ${word} ${names.join(", ")}`;
}

/** A document without its line breaks. */
function oneLine(document: string): string {
  try {
    return JSON.stringify(JSON.parse(document));
  } catch {
    return document;
  }
}

/** What a tenant wrote stands in it, and a terminal may act on some characters. */
function escaped(line: string): string {
  return line.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
