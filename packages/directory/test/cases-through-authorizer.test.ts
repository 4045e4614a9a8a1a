import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { authorize } from "@portcullis/directory";
import { caseReader, type DecisionCase, decide } from "@portcullis/policy";
import { type CaseText, callOf, type Gap } from "./case-calls.ts";

/** At most so many cases cannot be asked, each counted by the first reason. Whoever narrows a gap lowers its number. */
const gaps: Readonly<Record<Gap, number>> = {
  "service control policies": 36,
  "resource control policies": 24,
  "endpoint policies": 12,
  "an anonymous caller": 12,
  "a service as caller": 11,
  "a web identity as caller": 9,
  "a SAML identity as caller": 3,
  "identity policies of root": 0,
  "a principal that no account has": 0,
  "a context key that the server always gives, left out": 1,
  "a context value that the server never gives": 12,
};
const LEAST_RUN = 585;

const folder = new URL("../../policy/cases/", import.meta.url);
const read = caseReader();

interface Read {
  readonly text: CaseText;
  readonly decision: DecisionCase;
}

function caseIn(file: string): Read {
  const source = readFileSync(new URL(file, folder), "utf8");
  const [result] = read(source);
  if (!result?.ok) assert.fail(`${file}: ${result?.problem}`);
  return { text: JSON.parse(source), decision: result.case };
}

const cases = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".json") && file !== "schema.json")
  .map(caseIn);
const missing = new Map<Gap, string[]>();
const topics = new Map<string, Read[]>();
for (const each of cases) {
  const { id, topic } = each.decision;
  const inline = callOf(each.text, each.decision, "inline");
  if (typeof inline === "string") missing.set(inline, [...(missing.get(inline) ?? []), `${topic}/${id}`]);
  else topics.set(topic, [...(topics.get(topic) ?? []), each]);
}

for (const [topic, members] of topics)
  describe(`an account's caller and ${topic.replaceAll("-", " ")}`, () => {
    for (const { text, decision } of members)
      it(decision.id.replaceAll("-", " "), () => {
        for (const keeping of ["inline", "managed"] as const) {
          const call = callOf(text, decision, keeping);
          if (typeof call === "string") assert.fail(`${keeping}: ${call}`);
          const denial = authorize(call.partition, call.caller, call.facts, [call.check]);
          // A refusal that asked no policy is no outcome of any.
          assert.ok(denial === undefined || denial.decision !== undefined, denial?.message);
          const { outcome, layer } = decide(decision.layers, decision.request);
          assert.equal(denial?.decision?.outcome ?? "Allow", decision.expected, keeping);
          assert.equal(outcome, decision.expected);
          if (denial !== undefined) assert.equal(denial.decision?.layer, layer, keeping);
        }
      });
  });

describe("decision cases that the authorizer cannot be asked", () => {
  for (const [gap, most] of Object.entries(gaps) as [Gap, number][])
    it(`for ${gap} are no more than they were`, () => {
      const ids = missing.get(gap) ?? [];
      assert.ok(ids.length <= most, `${ids.length} cases:\n${ids.join("\n")}`);
    });

  it("are few beside those that it is asked", () => {
    const run = [...topics.values()].flat().length;
    assert.ok(run >= LEAST_RUN, `${run} of ${cases.length} are asked`);
  });
});
