import assert from "node:assert/strict";
import {
  createKeys,
  type KeyRing,
  type MasterKey,
  memoryMasterKey,
  openKeyRing,
  type Session,
} from "@portcullis/keys";
import fc from "fast-check";

/** A ring of new keys, of its own deployment. */
export async function newRing(
  deploymentId: string,
  masterKey: MasterKey = memoryMasterKey(),
): Promise<KeyRing> {
  const keys = await createKeys(masterKey, deploymentId, 0);
  const opened = await openKeyRing({ deploymentId, ...keys, masterKey });
  assert.ok(opened.ok);
  return opened.ring;
}

export const issued = Date.UTC(2026, 0, 1);

/** A role session of an hour; its id spells account 609629065308. */
export const roleSession: Session = {
  accessKeyId: "ASIAY34FZKBOKMUTVV7A",
  account: "609629065308",
  kind: "assumed-role",
  principalId: "AROAQNZGKIQY56JQ7WMLA",
  name: "deploy",
  issued,
  expires: issued + 3_600_000,
  mfaAt: undefined,
  policy: undefined,
  policyArns: [],
  tags: [],
  transitiveTagKeys: [],
  sourceIdentity: undefined,
  chained: false,
  issuer: { kind: "key", accessKeyId: "AKIAY34FZKBOKMUTVV7A" },
  stale: false,
  incarnation: "2b3c6a1e",
  region: "eu-central-1",
};

/** Any text that a caller could send, also what is no Unicode. */
export const anyText: fc.Arbitrary<string> = fc
  .uint16Array({ maxLength: 300 })
  .map((units) => String.fromCharCode(...units));
