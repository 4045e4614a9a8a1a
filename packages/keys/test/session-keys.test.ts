import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  createKeys,
  issueSession,
  type KeyRing,
  memoryMasterKey,
  openKeyRing,
  openSession,
  revealText,
  sealField,
  secretOfText,
} from "@portcullis/keys";
import { issued, roleSession } from "./fixtures.ts";

/** Everything that could be mistaken for a key is the same: the master key, the deployment's name, the instant. */
const masterKey = memoryMasterKey();
async function deployment(): Promise<KeyRing> {
  const made = await createKeys(masterKey, "d1", issued);
  const opened = await openKeyRing({ deploymentId: "d1", ...made, masterKey });
  assert.ok(opened.ok);
  return opened.ring;
}

function tokenOf(ring: KeyRing) {
  const made = issueSession(ring, roleSession);
  assert.ok(made.ok);
  const { sessionToken, secretAccessKey } = made.credentials;
  return { token: revealText(sessionToken), secret: revealText(secretAccessKey) };
}

describe("attack: session tokens under a constant, or under the root user's secret", () => {
  it("two deployments that are equal in all but their random keys refuse each other's tokens", async () => {
    const rootSecret = secretOfText("wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYxx");
    const rings = await Promise.all([deployment(), deployment()]);
    const place = { realm: "account/609629065308", kind: "access-key", id: "AKIA1", field: "secret" };
    for (const ring of rings) sealField(ring, place, rootSecret);
    const [one, two] = rings.map(tokenOf);
    assert.ok(one !== undefined && two !== undefined);
    assert.ok(openSession(rings[0]!, one.token, roleSession.accessKeyId));
    assert.ok(openSession(rings[1]!, two.token, roleSession.accessKeyId));
    assert.equal(openSession(rings[0]!, two.token, roleSession.accessKeyId), undefined);
    assert.equal(openSession(rings[1]!, one.token, roleSession.accessKeyId), undefined);
  });

  it("the same session gives another token and another secret each time", async () => {
    const ring = await deployment();
    const made = Array.from({ length: 20 }, () => tokenOf(ring));
    assert.equal(new Set(made.map(({ token }) => token)).size, 20);
    assert.equal(new Set(made.map(({ secret }) => secret)).size, 20);
  });
});
