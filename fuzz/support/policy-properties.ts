import assert from "node:assert/strict";
import {
  check,
  compile,
  decide,
  explain,
  type Layers,
  type PolicySet,
  policyTypes,
  problemsOf,
} from "@portcullis/policy";
import { anyRequest } from "./policies.ts";
import type { Random } from "./random.ts";

/** Milliseconds that anything about one document may take: far above what is usual, far below a hang. */
const slowest = 1000;

const allowAll = compile("identity", [
  {
    source: { name: "all" },
    text: '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
  },
]);

/** The set in the layer of its type, beside these identity policies. */
function around(set: PolicySet, identity: readonly PolicySet[]): Layers {
  const others: Layers = { identity, scps: [], rcps: [] };
  switch (set.type) {
    case "identity":
      return { ...others, identity: [...identity, set] };
    case "resource":
    case "trust":
    case "key":
      return { ...others, resource: set };
    case "boundary":
      return { ...others, boundary: set };
    case "session":
      return { ...others, session: set };
    case "scp":
      return { ...others, scps: [[set]] };
    case "rcp":
      return { ...others, rcps: [[set]] };
    case "endpoint":
      return { ...others, endpoint: set };
  }
}

/** What holds of every text that is given to the engine as a document. */
export function holdsOfDocument(random: Random, text: string): void {
  const began = performance.now();
  const type = random.pick(policyTypes);
  const findings = check(type, text);
  const set = compile(type, [{ source: { name: "fuzzed" }, text }]);
  const problems = problemsOf(set);
  for (const layers of [around(set, []), around(set, [allowAll])]) {
    const request = anyRequest(random);
    const decision = decide(layers, request);
    const explained = explain(layers, request);
    assert.equal(explained.outcome, decision.outcome, "explain and decide differ");
    assert.equal(explained.statement, decision.statement, "they differ in the statement");
    if (problems.length === 0) continue;
    // A layer that does not apply to the request (a trust policy to s3:PutObject) is not asked.
    const asked = explained.statements.some(({ statement }) => set.documents.includes(statement.document));
    if (asked) assert.notEqual(decision.outcome, "Allow", "a document that is not understood allows");
    if (type === "identity") assert.ok(asked, "a document of the caller is not asked");
  }
  if (findings.length === 0) assert.equal(problems.length, 0, "a document that may be saved cannot be read");
  assert.ok(performance.now() - began < slowest, `it took ${performance.now() - began} ms`);
}
