import assert from "node:assert/strict";
import { test } from "node:test";
import { renderText } from "../src/restore/render-text.ts";

test("portcullis restore lists every credential, identity provider and delegation that came back, with its holder, one a line", () => {
  const key = { owner: "ann", status: "Active", created: Date.UTC(2026, 0, 15) } as const;
  const text = renderText({
    deploymentId: "d1",
    incarnation: "i2",
    created: 0,
    sha256: "00",
    accounts: [
      {
        account: "123456789012",
        operator: true,
        state: "active",
        accessKeys: [{ ...key, id: "AKIA1", owner: "root" }],
        otherCredentials: [
          { ...key, id: "TA7SMP", kind: "signing-certificate", status: "Inactive" },
          { ...key, id: "APKA1", kind: "ssh-public-key" },
          { ...key, id: "ACCA1", kind: "service-credential" },
        ],
        mfaDevices: [{ name: "Phone", owner: "ann", enabled: key.created }],
        samlProviders: [
          {
            name: "Corp",
            metadataSha256: "ab12",
            created: key.created,
            validUntil: Date.UTC(2126, 0, 15),
          },
        ],
        oidcProviders: [
          {
            url: "idp.example.com/a",
            clientIds: ["web", "cli"],
            thumbprints: [],
            created: key.created,
          },
        ],
        outboundIssuer: "https://tokens.example.com/1",
        delegations: [
          {
            id: "7b7dc6a3",
            partner: "111122223333",
            approver: "arn:aws:iam::123456789012:user/ann",
            accepted: key.created,
            ends: key.created + 3_600_000,
          },
        ],
        delegationTemplates: [{ name: "set-up", updated: key.created }],
        users: [],
        groups: [],
        roles: [],
      },
    ],
  } as Parameters<typeof renderText>[0]);
  const made = "made 2026-01-15T00:00:00.000Z";
  assert.deepEqual(text.split("\n").slice(2), [
    "Credentials, identity providers, delegations, users, roles and attachments are as they were then; what was taken away since came back:",
    "",
    "account 123456789012 (operator)",
    `  access key AKIA1 of root: Active, ${made}`,
    `  signing certificate TA7SMP of ann: Inactive, ${made}`,
    `  SSH public key APKA1 of ann: Active, ${made}`,
    `  service-specific credential ACCA1 of ann: Active, ${made}`,
    "  MFA device Phone of ann: enabled 2026-01-15T00:00:00.000Z",
    `  SAML provider Corp: ${made}; valid until 2126-01-15T00:00:00.000Z; SHA-256 of its metadata ab12`,
    `  OpenID Connect provider idp.example.com/a: ${made}; for web, cli`,
    "  issues tokens for other services as https://tokens.example.com/1",
    "  delegation 7b7dc6a3 to account 111122223333: accepted by arn:aws:iam::123456789012:user/ann 2026-01-15T00:00:00.000Z; access until 2026-01-15T01:00:00.000Z",
    "  asks for access by delegation template set-up, of 2026-01-15T00:00:00.000Z",
    "",
  ]);
});
