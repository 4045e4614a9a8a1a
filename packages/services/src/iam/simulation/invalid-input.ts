import type { Failure } from "../../framework/api.ts";

/** AWS's refusal of what a simulation is asked for. */
export function invalidInput(message: string): Failure {
  return { code: "InvalidInput", message };
}

/** Whether something was refused, where the alternative is any value without a code. */
export function isFailure<T extends object>(value: T | Failure): value is Failure {
  return "code" in value && "message" in value;
}
