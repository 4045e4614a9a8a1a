import type { Failure } from "../../framework/api.ts";

/** AWS's refusal of what a simulation is asked for. */
export function invalidInput(message: string): Failure {
  return { code: "InvalidInput", message };
}
