/** What is simulated is what is decided: random policies and requests, by the simulator and by the engine itself. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { decide, explain, type LayerName, type Outcome } from "@portcullis/policy";
import { randomOf } from "../../policy/test/random.ts";
import { type Question, questionOf } from "./random-simulations.ts";
import { cloud, type Result, root } from "./simulating.ts";

const first = Number(process.env.PORTCULLIS_SEED ?? 20_261_100);
const rounds = Number(
  process.env.PORTCULLIS_ROUNDS ?? (process.env.PORTCULLIS_SOAK === undefined ? 500 : 100_000),
);

const words = { Allow: "allowed", ExplicitDeny: "explicitDeny", ImplicitDeny: "implicitDeny" } as const;

const types: ReadonlyMap<LayerName, string> = new Map([
  ["identity", "IAM Policy"],
  ["boundary", "Permissions Boundary Policy"],
  ["resource", "Resource Policy"],
  ["trust", "Resource Policy"],
]);

/** The statements that decide, each by its policy and its place in it. */
function deciding({ layers, request }: Question, outcome: Outcome): readonly string[] {
  const { statements, layer: decided } = explain(layers, request);
  if (outcome === "ImplicitDeny" || decided === "scp") return [];
  const effect = outcome === "Allow" ? "Allow" : "Deny";
  const told = statements.filter(
    ({ layer, matched, effect: its, statement }) =>
      matched &&
      its === effect &&
      types.has(layer) &&
      !(layer === "boundary" && effect === "Allow") &&
      statement.document.source.name !== "delegation",
  );
  return [
    ...new Set(
      told.map(
        ({ layer, statement }) => `${types.get(layer)} ${statement.document.source.name} ${statement.index}`,
      ),
    ),
  ].toSorted();
}

/** Each statement of these policies ends on a line of its own, from the second on. */
const toldOf = ({ MatchedStatements = [] }: Pick<Result, "MatchedStatements">) =>
  MatchedStatements.map(
    ({ SourcePolicyId, SourcePolicyType, EndPosition }) =>
      `${SourcePolicyType} ${SourcePolicyId} ${(EndPosition?.Line ?? 0) - 2}`,
  ).toSorted();

describe("a simulation", () => {
  test("comes to the engine's decision, by the same statements", () => {
    const seen = new Map<string, number>();
    const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
    for (let seed = first; seed < first + rounds; seed++) {
      const question = questionOf(randomOf(seed));
      if (question === undefined) continue;
      const { EvaluationResults } = cloud.call(root, "iam:SimulateCustomPolicy", question.input);
      const [result, ...others] = EvaluationResults ?? [];
      assert.ok(result !== undefined && others.length === 0);
      const { outcome } = decide(question.layers, question.request);
      const found = { seed, decision: result.EvalDecision, statements: toldOf(result) };
      const wanted = { seed, decision: words[outcome], statements: deciding(question, outcome) };
      assert.deepEqual(found, wanted);
      count(outcome);
      for (const [layer, set] of Object.entries(question.layers))
        if (Array.isArray(set) ? set.length > 0 : set !== undefined) count(`${layer} ${outcome}`);
      if (question.input.ResourcePolicy !== undefined) count(`ResourcePolicy ${outcome}`);
    }
    if (process.env.PORTCULLIS_ROUNDS !== undefined) return;
    for (const what of ["", "scps ", "boundary ", "ResourcePolicy "])
      for (const outcome of Object.keys(words))
        assert.ok((seen.get(what + outcome) ?? 0) > 2, `hardly any: ${what}${outcome}`);
  });
});
