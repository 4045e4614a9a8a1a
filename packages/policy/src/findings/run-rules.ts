import { conditionsOf, type Say, type Subject } from "./rule.ts";
import { conditionRules, policyRules, statementRules } from "./rules.table.ts";

/** Runs every rule on the parts that it is about. */
export function runRules(subject: Subject, say: Say): void {
  for (const rule of policyRules) rule(subject, say);
  for (const statement of subject.draft.statements) {
    for (const rule of statementRules) rule(statement, subject, say);
    for (const condition of conditionsOf(statement))
      for (const rule of conditionRules) rule(condition, statement, subject, say);
  }
}
