import { catalog, type ServiceId, serviceIds } from "@portcullis/aws-model";
import { parseArn } from "@portcullis/directory";
import type { Failure, OperationId } from "../../framework/api.ts";
import { invalidInput } from "./invalid-input.ts";
import { resourceHandling } from "./resource-handling.table.ts";

export const EVERYTHING = "*";

export function notAnArn(text: string): Failure {
  return invalidInput(`ResourceNames are not in a valid ARN format: ${text}.`);
}

/** Why these are no resources to ask for: ARNs, or `*` alone. */
export function wrongResources(resources: readonly string[]): Failure | undefined {
  const wrong = resources.find((each) => {
    if (each === EVERYTHING) return resources.length > 1;
    const parts = parseArn(each);
    return parts === undefined || parts.partition === "" || parts.service === "";
  });
  return wrong === undefined ? undefined : notAnArn(wrong);
}

/** Why these are no actions to ask for. AWS takes an action as it is written: a wildcard in it is a plain character. */
export function wrongActions(actions: readonly string[]): Failure | undefined {
  if (actions.every((each) => each.includes(":"))) return undefined;
  return invalidInput("The action is invalid since it is missing names");
}

/** An option says nothing where no resource is named. */
export function wrongHandling(
  id: OperationId,
  option: string | undefined,
  actions: readonly string[],
  resources: readonly string[],
): Failure | undefined {
  if (option === undefined || resources.includes(EVERYTHING)) return undefined;
  const having = resourceHandling.get(option);
  const without = actions.filter((each) => having?.has(each.toLowerCase()) !== true);
  if (without.length === 0) return undefined;
  const page = `https://docs.aws.amazon.com/IAM/latest/APIReference/API_${id.slice(id.indexOf(":") + 1)}.html`;
  return invalidInput(
    "Invalid input resource handling options. Action does not support resource handling options: " +
      `${without[0]}. Please refer to the documentation for more details: ${page}`,
  );
}

/**
 * What a result of several resources says that it is about: how ARNs of the action's type look, where the action has one
 * type that is known; else everything. The result of a single resource names it.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html (EvalResourceName)
 */
export function resultName(action: string, resources: readonly string[]): string {
  const [only = EVERYTHING, ...others] = resources;
  if (others.length === 0) return only;
  const [prefix = "", name = ""] = action.toLowerCase().split(":");
  const service = serviceIds.find((each) => each === prefix);
  return (service === undefined ? undefined : arnFormatOf(service, name)) ?? EVERYTHING;
}

function arnFormatOf(service: ServiceId, action: string): string | undefined {
  const { actions, resourceTypes } = catalog(service);
  const types = actions.get(action)?.resourceTypes ?? [];
  return types.length === 1 ? resourceTypes.get(types[0] ?? "")?.arnFormat : undefined;
}
