import type { DelegationParameter } from "@portcullis/directory";
import { check } from "@portcullis/policy";
import { valuesOf } from "./parameter-values.ts";
import { renderTemplate, TemplateProblem, type Values } from "./render-template.ts";

/** Every statement, with a number wherever a parameter stands: account numbers do in ARNs. */
const samples: Values = { list: () => ["123456789012"], enabled: () => true, leftOut: () => undefined };

/** The policy that a request gets, or why it gets none. */
export function policyFor(
  partition: string,
  template: string,
  parameters: readonly DelegationParameter[],
): { readonly policy: string } | { readonly problem: string } {
  return orProblem(() => {
    const { values, allUsed } = valuesOf(parameters);
    const policy = renderTemplate(template, values);
    allUsed();
    return checked(partition, policy);
  });
}

/** Why a text is no template, whichever of its statements are switched on; undefined: it is one. */
export function templateProblem(partition: string, template: string): string | undefined {
  const made = orProblem(() =>
    checked(partition, renderTemplate(template, samples, Number.POSITIVE_INFINITY)),
  );
  return "problem" in made ? made.problem : undefined;
}

function checked(partition: string, policy: string): string {
  const finding = check("session", policy, { partition })[0];
  if (finding !== undefined) throw new TemplateProblem(finding.message);
  return policy;
}

function orProblem(make: () => string): { readonly policy: string } | { readonly problem: string } {
  try {
    return { policy: make() };
  } catch (error) {
    if (error instanceof TemplateProblem) return { problem: error.message };
    throw error;
  }
}
