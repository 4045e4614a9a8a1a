import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  issueSession,
  longestSession,
  longestToken,
  memoryMasterKey,
  openSession,
  revealText,
  type Session,
  seal,
} from "@portcullis/keys";
import fc from "fast-check";
import { anyText, issued, newRing, roleSession } from "./fixtures.ts";

const masterKey = memoryMasterKey();
const ring = await newRing("d1", masterKey);
const otherRing = await newRing("d2", masterKey);
const id = roleSession.accessKeyId;

function issue(session: Session): { readonly token: string; readonly secret: string } {
  const result = issueSession(ring, session);
  assert.ok(result.ok);
  const { accessKeyId, sessionToken, secretAccessKey } = result.credentials;
  assert.equal(accessKeyId, session.accessKeyId);
  return { token: revealText(sessionToken), secret: revealText(secretAccessKey) };
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const text = fc.string({ unit: "grapheme", maxLength: 30 });
const instant = fc.integer({ min: 0, max: 2 ** 45 });
const plain = { noNullPrototype: true } as const;
const anySession: fc.Arbitrary<Session> = fc
  .record(
    {
      accessKeyId: fc.constant(id),
      account: fc.constant(roleSession.account),
      kind: fc.constantFrom(...(["assumed-role", "user-session", "root-session", "federated-user"] as const)),
      principalId: text,
      name: text,
      issued: instant,
      expires: fc.constant(0),
      mfaAt: maybe(instant),
      policy: maybe(text),
      policyArns: fc.array(text, { maxLength: 10 }),
      tags: fc.array(fc.record({ key: text, value: text }, plain), { maxLength: 10 }),
      transitiveTagKeys: fc.array(text, { maxLength: 3 }),
      sourceIdentity: maybe(text),
      chained: fc.boolean(),
      issuer: fc.oneof(
        fc.record({ kind: fc.constant("key" as const), accessKeyId: text }, plain),
        fc.record(
          {
            kind: fc.constant("session" as const),
            accessKeyId: text,
            principalId: text,
            issued: instant,
            expires: instant,
          },
          plain,
        ),
        fc.constant({ kind: "federation" as const }),
      ),
      delegate: maybe(text),
      stale: fc.boolean(),
      incarnation: text,
      region: text,
    },
    plain,
  )
  .chain((session) =>
    fc
      .record({
        life: fc.integer({ min: 1, max: longestSession }),
        transitive: fc.subarray(session.tags.map((tag) => tag.key)),
      })
      .map(({ life, transitive }) => ({
        ...session,
        expires: session.issued + life,
        transitiveTagKeys: [...transitive, ...session.transitiveTagKeys],
      })),
  );

describe("a session token", () => {
  it("gives back the session that it was issued for, and the secret", () => {
    fc.assert(
      fc.property(anySession, (session) => {
        const { token, secret } = issue(session);
        const opened = openSession(ring, token, id);
        assert.deepEqual(opened?.session, session);
        assert.equal(revealText(opened!.secretAccessKey), secret);
      }),
    );
  });

  it("is URL-safe, and its secret looks like AWS's", () => {
    const { token, secret } = issue(roleSession);
    assert.match(token, /^[A-Za-z0-9_-]+$/);
    assert.match(secret, /^[A-Za-z0-9+/]{40}$/);
    assert.ok(token.length < 250, `${token.length} characters`);
  });

  it("differs at every issue, with its secret", () => {
    const made = Array.from({ length: 50 }, () => issue(roleSession));
    assert.equal(new Set(made.map(({ token }) => token)).size, 50);
    assert.equal(new Set(made.map(({ secret }) => secret)).size, 50);
  });

  it("of one access key does not open for another, not even of its account", () => {
    const { token } = issue(roleSession);
    assert.ok(openSession(ring, token, id));
    for (const other of [
      "ASIAY34FZKBOKMUTVV7B",
      "ASIAQNZGKIQY56JQ7WML",
      "AKIAY34FZKBOKMUTVV7A",
      "ASIAIOSFODNN7EXAMPLE",
    ]) {
      assert.equal(openSession(ring, token, other), undefined, other);
    }
    for (const other of ["", "ASIA", id.toLowerCase(), `${id}A`])
      assert.equal(openSession(ring, token, other), undefined);
  });

  it("of another deployment does not open, though the master key is the same", () => {
    assert.equal(openSession(otherRing, issue(roleSession).token, id), undefined);
    assert.equal(openSession({ ...ring, deploymentId: "d2" }, issue(roleSession).token, id), undefined);
  });

  it("does not open with any one character changed, cut or added", () => {
    const { token } = issue(roleSession);
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === "A" ? "B" : "A";
      assert.equal(openSession(ring, token.slice(0, at) + other + token.slice(at + 1), id), undefined);
      assert.equal(openSession(ring, token.slice(0, at), id), undefined);
      assert.equal(openSession(ring, token.slice(0, at) + token.slice(at + 1), id), undefined);
    }
    for (const added of ["A", "=", "==", "\n", " ", "%", "\u0000", "é"]) {
      assert.equal(openSession(ring, token + added, id), undefined);
      assert.equal(openSession(ring, added + token, id), undefined);
    }
  });

  it("opens in its one spelling only: the same bytes in other letters are another token", () => {
    const session = { ...roleSession, name: "spare-bits" };
    // A last character with bits to spare has other spellings.
    const token = Array.from(
      { length: 4 },
      (_, more) => issue({ ...session, region: "x".repeat(more) }).token,
    ).find((each) => each.length % 4 !== 0)!;
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const spellings = [...alphabet]
      .map((last) => token.slice(0, -1) + last)
      .filter((each) => Buffer.from(each, "base64url").equals(Buffer.from(token, "base64url")));
    assert.ok(spellings.length > 1);
    assert.deepEqual(
      spellings.filter((each) => openSession(ring, each, id) !== undefined),
      [token],
    );
    const padded = token + "=".repeat(4 - (token.length % 4));
    assert.equal(openSession(ring, padded, id), undefined);
  });

  it("made of other sealed values does not open: a field, a marker, or one sealed for a session with other content", () => {
    const realm = `account/${roleSession.account}`;
    const record = Buffer.from("not a session");
    for (const purpose of ["at-rest", "marker", "sign-in", "session"] as const) {
      const forged = Buffer.from(seal(ring, purpose, realm, [id], record)).toString("base64url");
      assert.equal(openSession(ring, forged, id), undefined, purpose);
    }
  });

  it("of any text does not open, and nothing throws", () => {
    fc.assert(
      fc.property(anyText, anyText, (token, other) => {
        assert.equal(openSession(ring, token, id), undefined);
        assert.equal(openSession(ring, token, other), undefined);
      }),
    );
    assert.equal(openSession(ring, "A".repeat(10_000_000), id), undefined);
  });
});

describe("a session", () => {
  it("with all that AWS allows beside a full policy fits into 6,144 characters", () => {
    const { token } = issue({
      ...roleSession,
      name: "n".repeat(64),
      sourceIdentity: "i".repeat(64),
      mfaAt: issued,
      policy: '{"Version":"2012-10-17"}'.padEnd(2048, " "),
      policyArns: Array.from({ length: 10 }, (_, at) => `arn:aws:iam::aws:policy/SomeManagedPolicy${at}`),
      tags: Array.from({ length: 20 }, (_, at) => ({ key: `cost-center-${at}`, value: "engineering" })),
      transitiveTagKeys: Array.from({ length: 20 }, (_, at) => `cost-center-${at}`),
      issuer: {
        kind: "session",
        accessKeyId: id,
        principalId: "AROAQNZGKIQY56JQ7WMLA",
        issued,
        expires: issued + 1,
      },
      incarnation: "f".repeat(64),
    });
    assert.ok(token.length <= longestToken);
  });

  it("that the packed size lets pass always fits", () => {
    const wide = fc.string({ unit: "grapheme", maxLength: 256 });
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 2048 }),
        fc.array(fc.record({ key: wide, value: wide }), { maxLength: 50 }),
        (policy, tags) => {
          const result = issueSession(ring, {
            ...roleSession,
            name: "n".repeat(64),
            sourceIdentity: "i".repeat(64),
            policy,
            tags,
            transitiveTagKeys: tags.map((tag) => tag.key),
          });
          if (result.ok) assert.ok(revealText(result.credentials.sessionToken).length <= longestToken);
          else assert.ok(result.percent > 100);
        },
      ),
    );
  });

  it("that is too large is refused with the percentage that it would take", () => {
    const tags = Array.from({ length: 50 }, (_, at) => ({
      key: `${at}`.padStart(128, "k"),
      value: "v".repeat(256),
    }));
    const result = issueSession(ring, { ...roleSession, tags });
    assert.deepEqual(result, { ok: false, code: "too-large", percent: 556 });
  });

  it("is issued at 100 percent of the space and refused above", () => {
    const tag = { key: "k".repeat(128), value: "" };
    const ofBytes = (bytes: number): Session => {
      const policy = "x".repeat(2048);
      const rest = bytes - (2 + 2048) - 9 * (5 + 128);
      return {
        ...roleSession,
        policy,
        tags: [...Array(9).fill(tag), { key: "k", value: "v".repeat(rest - 6) }],
      };
    };
    assert.ok(issueSession(ring, ofBytes(3500)).ok);
    assert.deepEqual(issueSession(ring, ofBytes(3501)), { ok: false, code: "too-large", percent: 101 });
  });

  it("that is too large by its names alone is refused likewise", () => {
    const result = issueSession(ring, { ...roleSession, region: "r".repeat(5000) });
    assert.ok(!result.ok && result.percent > 100);
  });

  it("is not issued under a key id of another account, nor for more than 36 hours", () => {
    assert.throws(() => issueSession(ring, { ...roleSession, account: "111111111111" }));
    assert.throws(() => issueSession(ring, { ...roleSession, accessKeyId: "AKIAY34FZKBOKMUTVV7A" }));
    assert.throws(() => issueSession(ring, { ...roleSession, expires: issued }));
    assert.throws(() => issueSession(ring, { ...roleSession, expires: issued + longestSession + 1 }));
    assert.throws(() => issueSession(ring, { ...roleSession, expires: Number.NaN }));
  });
});
