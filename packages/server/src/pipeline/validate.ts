import { validationFailure, validate as violationsOf } from "@portcullis/wire";
import { mayEcho } from "../audit/recorded-fields.ts";
import type { Exchange, StepResult } from "./exchange.ts";

/** The constraints of the model. */
export function validate(_: unknown, { operation, input }: Exchange): StepResult {
  if (operation === undefined) throw new Error("a decoded request has no operation");
  return validationFailure(operation, violationsOf(operation, input, mayEcho));
}
