import type { Operation } from "@portcullis/aws-model";
import { constraintText } from "./constraint.ts";
import type { Failure } from "./failure.ts";
import type { Violation } from "./validate.ts";
import { reasons, validationForms } from "./validation.table.ts";

/** AWS's text: `1 validation error detected: Value null at 'userName' failed to satisfy constraint: …`. */
export function violationMessage(violations: readonly Violation[]): string {
  const errors = violations.length === 1 ? "error" : "errors";
  return `${violations.length} validation ${errors} detected: ${violations.map(violationText).join("; ")}`;
}

function violationText({ path, constraint, echo }: Violation): string {
  const value = echo === undefined ? "" : echo === null ? " null" : ` '${echo}'`;
  return `Value${value} at '${path}' failed to satisfy constraint: ${constraintText(constraint)}`;
}

/** The failure that a service gives for violations of its model; undefined where there are none. */
export function validationFailure(
  operation: Operation,
  violations: readonly Violation[],
): Failure | undefined {
  const first = violations[0];
  if (first === undefined) return undefined;
  const form = validationForms[operation.service];
  if (form.style === "reason") {
    const { reason, message } = reasons[first.constraint.kind];
    return { code: form.code, message, fields: { Reason: reason } };
  }
  const worded = ownWords(violations, form.patternTexts);
  if (worded !== undefined) return { code: form.code, message: worded };
  const own = first.member.length === 1 ? form.memberCodes.get(first.member[0]!) : undefined;
  const declared = own !== undefined && operation.errors.some((error) => error.code === own);
  return { code: declared ? own : form.code, message: violationMessage(violations) };
}

/** The text of the first value outside a pattern of which the service has words of its own. */
function ownWords(violations: readonly Violation[], texts: ReadonlyMap<string, string>): string | undefined {
  for (const { path, member, constraint } of violations) {
    if (member.length !== 1 || constraint.kind !== "pattern") continue;
    const text = texts.get(member[0]!) ?? texts.get(constraint.pattern);
    if (text !== undefined) return `The specified value for ${path} is invalid. ${text}`;
  }
  return undefined;
}
