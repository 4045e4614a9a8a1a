import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { newUniqueId } from "../src/unique-id.ts";

describe("unique ids", () => {
  it("have AWS's prefix of their kind and 21 characters", () => {
    assert.match(newUniqueId("user", randomBytes), /^AIDA[A-Z2-7]{17}$/);
    assert.match(newUniqueId("role", randomBytes), /^AROA[A-Z2-7]{17}$/);
    assert.match(newUniqueId("group", randomBytes), /^AGPA[A-Z2-7]{17}$/);
    assert.match(newUniqueId("policy", randomBytes), /^ANPA[A-Z2-7]{17}$/);
    assert.match(newUniqueId("instance-profile", randomBytes), /^AIPA[A-Z2-7]{17}$/);
  });

  it("differ from one to the next", () => {
    const made = new Set(Array.from({ length: 1000 }, () => newUniqueId("user", randomBytes)));
    assert.equal(made.size, 1000);
  });
});
