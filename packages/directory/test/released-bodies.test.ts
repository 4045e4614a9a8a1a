import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type EntityOf, type Kind, kept, readBody, unreadable, writeBody } from "@portcullis/directory";
import { releases, thisRelease } from "../../../tools/releases.ts";
import { bodiesOfThisRelease, type ReleasedBodies, releasedBodies } from "./released-bodies.ts";

type OptionalField<E> = { [F in keyof E]-?: object extends Pick<E, F> ? F : never }[keyof E];

/** Total by type. */
const optionalFields: { readonly [K in Kind]: Readonly<Record<OptionalField<EntityOf<K>>, true>> } = {
  user: { boundary: true, sessionsNotBefore: true },
  group: {},
  role: { boundary: true, description: true, sessionsNotBefore: true },
  policy: { description: true },
  "instance-profile": {},
  "deletion-task": {},
  "oidc-provider": {},
  "saml-provider": {},
  "saml-key": {},
  "access-key": {},
  "signing-certificate": {},
  "ssh-public-key": {},
  "server-certificate": { chain: true },
  "service-credential": { expires: true },
  "login-profile": { previousPasswords: true },
  "password-policy": { maximumAge: true, reusePrevention: true, hardExpiry: true },
  "mfa-device": { owner: true, enabled: true, drift: true, lastStep: true, failures: true },
  account: { sessionsNotBefore: true, globalEndpointVersion: true, quotas: true },
  enrollment: {},
  "account-alias": {},
  "outbound-issuer": { disabled: true },
  "outbound-key": {},
  "delegation-template": {},
  "delegation-request": {
    message: true,
    redirectUrl: true,
    ownerAccount: true,
    owner: true,
    approver: true,
    notes: true,
    rejectionReason: true,
  },
};

function bodiesOf(release: string): ReleasedBodies {
  return (
    releasedBodies(release) ?? assert.fail(`release ${release} kept no bodies; run: npm run keep-release`)
  );
}

for (const release of Object.keys(releases)) {
  describe(`what release ${release} wrote`, () => {
    const { bodies, entities } = bodiesOf(release);

    it("is read as what it means", () => {
      assert.equal(bodies.length, entities.length);
      assert.equal(unreadable(bodies), undefined);
      for (const [at, body] of bodies.entries()) assert.deepEqual(readBody(body), entities[at]);
    });

    it("survives being written again", () => {
      for (const body of bodies) assert.deepEqual(readBody(writeBody(readBody(body))), readBody(body));
    });
  });
}

describe("this release", () => {
  it("writes what it kept for the later ones to read", () => {
    const { bodies } = bodiesOf(thisRelease);
    assert.deepEqual(
      bodiesOfThisRelease(),
      bodies,
      "run: npm run keep-release -- --again, if it is not out yet",
    );
  });

  it("kept every field of every kind, and each optional one also missing", () => {
    const { entities } = bodiesOf(thisRelease);
    for (const [kind, fields] of Object.entries(kept)) {
      const own = entities.filter((entity) => entity.kind === kind);
      const optional = Object.keys(optionalFields[kind as Kind]);
      for (const field of Object.keys(fields)) {
        assert.ok(
          own.some((entity) => Object.hasOwn(entity, field)),
          `no ${kind} with ${field}`,
        );
        const everywhere = own.every((entity) => Object.hasOwn(entity, field));
        assert.equal(everywhere, !optional.includes(field), `the ${field} of a ${kind}`);
      }
    }
  });
});
