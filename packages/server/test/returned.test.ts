/** What a restore says that it brought back. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Entity } from "@portcullis/directory";
import { delegationSamples } from "../../directory/test/delegation-samples.ts";
import { returnedOf } from "../src/backup/returned.ts";

const account = "123456789012";
const at = Date.UTC(2026, 0, 15);
const ann = {
  kind: "user",
  id: "AIDA1",
  name: "ann",
  path: "/",
  created: at,
  groups: [],
  attached: [],
  inline: [],
  tags: [],
} satisfies Entity;
const phone = { kind: "mfa-device", path: "/", created: at, tags: [], seed: "sealed" } as const;
const issuer = {
  kind: "outbound-issuer",
  id: "1",
  account,
  created: at,
  url: "https://tokens.example.com/1",
} as const;

function accountWith(...more: readonly Entity[]) {
  const returned = returnedOf();
  const enrollment = {
    kind: "enrollment",
    id: account,
    created: at,
    state: "active",
    operator: true,
  } as const;
  for (const entity of [enrollment, ann, ...more]) {
    const ofInstallation = /^(?:enrollment|outbound-issuer|delegation-.*)$/.test(entity.kind);
    returned.add(ofInstallation ? "installation" : `account/${account}`, entity);
  }
  const [only, ...others] = returned.all().accounts;
  assert.ok(only !== undefined && others.length === 0);
  return only;
}

describe("what came back by a restore", () => {
  it("has the MFA devices that are enabled, with whose they are", () => {
    const { mfaDevices } = accountWith(
      { ...phone, id: "1", name: "Phone", owner: ann.id, enabled: at },
      { ...phone, id: "2", name: "Root", owner: account, enabled: at + 1 },
      { ...phone, id: "3", name: "Unused" },
    );
    assert.deepEqual(mfaDevices, [
      { name: "Phone", owner: "ann", enabled: at },
      { name: "Root", owner: "root", enabled: at + 1 },
    ]);
  });

  it("has the issuer of tokens for other services, where it issues any", () => {
    assert.equal(accountWith(issuer).outboundIssuer, issuer.url);
    assert.equal(accountWith({ ...issuer, disabled: at }).outboundIssuer, undefined);
    assert.equal(accountWith().outboundIssuer, undefined);
  });

  it("has the delegations that somebody accepted, and what an account may ask for as a partner", () => {
    const { "delegation-request": request, "delegation-template": template } = delegationSamples;
    const asked = { ...request, ownerAccount: account };
    const accepted = { ...request.approver, accepted: at };
    const { delegations, delegationTemplates } = accountWith(
      { ...asked, id: "1", state: "ACCEPTED", since: at, approver: accepted },
      { ...asked, id: "2", state: "FINALIZED", since: at + 1, duration: 60, approver: accepted },
      { ...asked, id: "3", state: "REJECTED" },
      { ...asked, id: "4", state: "FINALIZED", ownerAccount: "444455556666" },
      { ...template, id: "b", account, updated: at },
      { ...template, id: "a", account, updated: at },
      { ...template, id: "c", account: "444455556666" },
    );
    const told = { partner: request.requestor, approver: request.approver.arn, accepted: at };
    assert.deepEqual(delegations, [
      { id: "1", ...told, ends: undefined },
      { id: "2", ...told, ends: at + 60_001 },
    ]);
    assert.deepEqual(
      delegationTemplates.map(({ name }) => name),
      ["a", "b"],
    );
  });

  it("is an account without anything in it, too", () => {
    const returned = returnedOf();
    returned.add("installation", {
      kind: "enrollment",
      id: account,
      created: at,
      state: "active",
      operator: false,
    });
    const [only] = returned.all().accounts;
    assert.deepEqual([only?.users, only?.samlProviders, only?.oidcProviders], [[], [], []]);
  });
});
