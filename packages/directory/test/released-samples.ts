/** What a release keeps for the later ones to read: every kind with every field, and the edges of what a body holds. */
import type { Entity, EntityOf, Kind } from "@portcullis/directory";
import { samples } from "./samples.ts";

/** What JSON, a database and a line of a file might each change: line ends, escapes, other planes, a key of a prototype. */
const text =
  '{\r\n\t"Version" : "2012-10-17", "é":"\\u0000\\ud800 \u2028\u2029\u007f 𝔘 \\" \\\\", "__proto__":[]\n}';
const latest = Number.MAX_SAFE_INTEGER;

const { boundary: _1, sessionsNotBefore: _2, ...plainUser } = samples.user;
const { boundary: _3, sessionsNotBefore: _4, description: _5, ...plainRole } = samples.role;
const { description: _6, ...plainPolicy } = samples.policy;
const { sessionsNotBefore: _7, globalEndpointVersion: _20, quotas: _32, ...plainAccount } = samples.account;
const { chain: _8, ...plainCertificate } = samples["server-certificate"];
const { expires: _9, ...plainCredential } = samples["service-credential"];
const { previousPasswords: _10, ...firstProfile } = samples["login-profile"];
const { maximumAge: _11, reusePrevention: _12, hardExpiry: _13, ...leastRules } = samples["password-policy"];
const { disabled: _14, ...enabledIssuer } = samples["outbound-issuer"];

const {
  message: _23,
  redirectUrl: _15,
  ownerAccount: _16,
  owner: _17,
  approver,
  notes: _18,
  rejectionReason: _19,
  ...freshRequest
} = samples["delegation-request"];
const { mfaAt: _21, sourceIdentity: _22, ...leastApprover } = approver;

const {
  owner: _o,
  enabled: _e,
  drift: _d,
  lastStep: _l,
  failures: _f,
  ...plainDevice
} = samples["mfa-device"];

const all: { readonly [K in Kind]: readonly EntityOf<K>[] } = {
  user: [
    samples.user,
    { ...plainUser, id: "AIDABBBBBBBBBBBBBBBBB", attached: [], inline: [], tags: [], groups: [], created: 0 },
    {
      ...samples.user,
      id: "AIDACCCCCCCCCCCCCCCCC",
      name: "a+b=c,d.e@f_g-h",
      path: "/!\u007f/",
      created: latest,
      attached: ["arn:aws:iam::123456789012:policy/b", "arn:aws:iam::123456789012:policy/a"],
      inline: [
        { name: "second", text },
        { name: "First", text: "" },
      ],
      tags: [
        { key: "", value: "" },
        { key: "__proto__", value: "é 𝔘 \u2028" },
        { key: "Team", value: "-" },
      ],
      groups: ["AGPABBBBBBBBBBBBBBBBB", "AGPAAAAAAAAAAAAAAAAAA"],
      sessionsNotBefore: latest,
    },
  ],
  group: [
    samples.group,
    {
      ...samples.group,
      id: "AGPABBBBBBBBBBBBBBBBB",
      attached: samples.user.attached,
      inline: [{ name: "n", text }],
    },
  ],
  role: [
    samples.role,
    {
      ...plainRole,
      id: "AROABBBBBBBBBBBBBBBBB",
      trust: { text, principalIds: {} },
      maxSessionDuration: 43_200,
    },
    {
      ...samples.role,
      id: "AROACCCCCCCCCCCCCCCCC",
      description: "",
      inline: [{ name: "n", text }],
      trust: {
        text,
        principalIds: {
          "arn:aws:iam::123456789012:role/b": "AROABBBBBBBBBBBBBBBBB",
          "arn:aws:iam::123456789012:user/a": "AIDAAAAAAAAAAAAAAAAAA",
        },
      },
    },
  ],
  policy: [
    samples.policy,
    {
      ...plainPolicy,
      id: "ANPABBBBBBBBBBBBBBBBB",
      defaultVersion: 3,
      nextVersion: 9,
      versions: [
        { number: 8, text, created: latest },
        { number: 3, text: "{}", created: 0 },
      ],
    },
  ],
  "instance-profile": [
    samples["instance-profile"],
    { ...samples["instance-profile"], id: "AIPABBBBBBBBBBBBBBBBB", roles: [] },
  ],
  "deletion-task": [samples["deletion-task"]],
  "oidc-provider": [
    samples["oidc-provider"],
    {
      ...samples["oidc-provider"],
      id: "idp.example.com",
      url: "idp.example.com",
      created: latest,
      clientIds: [],
      thumbprints: [],
      tags: [],
    },
  ],
  "saml-provider": [
    samples["saml-provider"],
    {
      ...samples["saml-provider"],
      id: "SAMLSPBBBBBBBBBBBBBBBBB",
      name: "a.b_c-d",
      metadata: `<?xml version="1.0"?>\r\n\t<a>${text}</a>`,
      validUntil: latest,
      encryption: "Required",
      tags: [],
    },
  ],
  "saml-key": [samples["saml-key"]],
  "access-key": [
    samples["access-key"],
    { ...samples["access-key"], id: "of-another-store.1", owner: "123456789012", status: "Inactive" },
  ],
  "signing-certificate": [
    samples["signing-certificate"],
    { ...samples["signing-certificate"], id: "B".repeat(32), owner: "123456789012", status: "Inactive" },
  ],
  "ssh-public-key": [
    samples["ssh-public-key"],
    { ...samples["ssh-public-key"], id: "APKABBBBBBBBBBBBBBBBB", status: "Inactive", created: latest },
  ],
  "server-certificate": [
    samples["server-certificate"],
    {
      ...plainCertificate,
      id: "ASCABBBBBBBBBBBBBBBBB",
      tags: [],
      body: "-----\r\n\t\u00ff",
      expires: latest,
    },
  ],
  "service-credential": [
    samples["service-credential"],
    { ...plainCredential, id: "ACCABBBBBBBBBBBBBBBBB", alias: "a+b=c,d.e@f_g-h+1-at-1", status: "Inactive" },
  ],
  "login-profile": [
    samples["login-profile"],
    { ...firstProfile, id: "AIDABBBBBBBBBBBBBBBBB", resetRequired: false, changed: latest },
  ],
  "password-policy": [
    samples["password-policy"],
    { ...leastRules, id: "999999999999", minimumLength: 6, symbols: false, usersMayChange: false },
  ],
  "mfa-device": [
    samples["mfa-device"],
    {
      ...plainDevice,
      id: "0000000000000000-BBBBBBBBBBBBBBBB",
      name: "root-account-mfa-device",
      path: "/",
      tags: [],
    },
  ],
  account: [samples.account, { ...plainAccount, id: "999999999999" }],
  enrollment: [
    samples.enrollment,
    { ...samples.enrollment, id: "999999999999", state: "closed", operator: false, created: latest },
  ],
  "delegation-template": [
    samples["delegation-template"],
    { ...samples["delegation-template"], id: "other", text, created: latest, updated: latest },
  ],
  "delegation-request": [
    samples["delegation-request"],
    {
      ...freshRequest,
      id: "7b7dc6a3-1d4e-4f00-8f2c-000000000000",
      parameters: [],
      policy: text,
      onlySendByOwner: false,
      state: "UNASSIGNED",
      since: latest,
    },
    {
      ...samples["delegation-request"],
      id: "7b7dc6a3-1d4e-4f00-8f2c-000000000001",
      approver: leastApprover,
      state: "ACCEPTED",
    },
  ],
  "account-alias": [samples["account-alias"], { ...samples["account-alias"], id: "a-1", created: latest }],
  "outbound-issuer": [
    samples["outbound-issuer"],
    {
      ...enabledIssuer,
      id: "ffffffff-ffff-4fff-bfff-ffffffffffff",
      account: "999999999999",
      created: latest,
    },
  ],
  "outbound-key": [
    samples["outbound-key"],
    {
      ...samples["outbound-key"],
      id: "B".repeat(43),
      algorithm: "ES384",
      signsFrom: latest,
      publicKey: { kty: "EC", crv: "P-384", x: "AQ", y: "-_" },
    },
  ],
};

export const releasedSamples: readonly Entity[] = Object.values(all).flat();
