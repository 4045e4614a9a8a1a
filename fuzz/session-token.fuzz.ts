import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import {
  createKeys,
  issueSession,
  memoryMasterKey,
  openKeyRing,
  openSession,
  revealText,
  type Session,
} from "@portcullis/keys";
import { mutateText } from "./support/mutate.ts";
import type { FuzzTarget } from "./target.ts";

const session: Session = {
  accessKeyId: "ASIAY34FZKBOKMUTVV7A",
  account: "609629065308",
  kind: "assumed-role",
  principalId: "AROAQNZGKIQY56JQ7WMLA",
  name: "deploy",
  issued: Date.UTC(2026, 0, 1),
  expires: Date.UTC(2026, 0, 1, 1),
  mfaAt: undefined,
  policy: undefined,
  policyArns: [],
  tags: [{ key: "team", value: "payments" }],
  transitiveTagKeys: [],
  sourceIdentity: undefined,
  chained: false,
  issuer: { kind: "key", accessKeyId: "AKIAY34FZKBOKMUTVV7A" },
  stale: false,
  incarnation: "1",
  region: "eu-central-1",
};

export const target: FuzzTarget = {
  component: "keys",
  property: "No session token opens but one that was issued, under its own access key id.",
  seconds: 10,
  async prepare() {
    const deploymentId = randomUUID();
    const masterKey = memoryMasterKey();
    const opened = await openKeyRing({
      deploymentId,
      ...(await createKeys(masterKey, deploymentId, 0)),
      masterKey,
    });
    assert.ok(opened.ok);
    const { ring } = opened;
    const issued = issueSession(ring, session);
    assert.ok(issued.ok);
    const token = revealText(issued.credentials.sessionToken);
    const { accessKeyId } = session;
    assert.ok(openSession(ring, token, accessKeyId) !== undefined);
    return {
      step(random) {
        const other = random.once(20)
          ? random.bytes(random.int(400)).toString("base64url")
          : mutateText(random, token, 3);
        if (other !== token) assert.equal(openSession(ring, other, accessKeyId), undefined, other);
        const id = mutateText(random, accessKeyId, 2);
        if (id !== accessKeyId) assert.equal(openSession(ring, token, id), undefined, id);
      },
    };
  },
};
