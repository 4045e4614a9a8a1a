import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { issueSession, openedSessions, revealText, type Session } from "@portcullis/keys";
import { newRing, roleSession } from "./fixtures.ts";

const ring = await newRing("d1");
const id = roleSession.accessKeyId;

function tokenOf(session: Session): string {
  const result = issueSession(ring, session);
  assert.ok(result.ok);
  return revealText(result.credentials.sessionToken);
}

describe("opened sessions", () => {
  it("are remembered only when told so: a token without a right signature leaves nothing behind", () => {
    const sessions = openedSessions(ring, 10);
    const token = tokenOf(roleSession);
    const first = sessions.open(token, id);
    assert.ok(first);
    assert.notEqual(sessions.open(token, id), first);
    assert.equal(sessions.size, 0);
    sessions.remember(token, first);
    assert.equal(sessions.open(token, id), first);
  });

  it("attack: a remembered token does not open under another access key", () => {
    const sessions = openedSessions(ring, 10);
    const token = tokenOf(roleSession);
    sessions.remember(token, sessions.open(token, id)!);
    assert.equal(sessions.open(token, "ASIAY34FZKBOKMUTVV7B"), undefined);
    assert.ok(sessions.open(token, id));
  });

  it("attack: a changed token is not taken for the one that was remembered", () => {
    const sessions = openedSessions(ring, 10);
    const token = tokenOf(roleSession);
    sessions.remember(token, sessions.open(token, id)!);
    for (const other of [
      token.slice(0, -1),
      `${token}A`,
      token.slice(0, -1) + (token.endsWith("A") ? "B" : "A"),
    ]) {
      assert.equal(sessions.open(other, id), undefined);
    }
  });

  it("are bounded in number: the one used longest ago is opened anew", () => {
    const sessions = openedSessions(ring, 2);
    const tokens = [1, 2, 3].map((at) => tokenOf({ ...roleSession, name: `s${at}` }));
    const [one, two, three] = tokens as [string, string, string];
    const opened = new Map(tokens.map((token) => [token, sessions.open(token, id)!]));
    sessions.remember(one, opened.get(one)!);
    sessions.remember(two, opened.get(two)!);
    sessions.open(one, id);
    sessions.remember(three, opened.get(three)!);
    assert.equal(sessions.size, 2);
    assert.equal(sessions.open(one, id), opened.get(one));
    assert.equal(sessions.open(three, id), opened.get(three));
    assert.notEqual(sessions.open(two, id), opened.get(two));
  });
});
