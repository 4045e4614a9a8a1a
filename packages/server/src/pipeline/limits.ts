import { routeErrors } from "@portcullis/wire";
import type { Runtime } from "../runtime.ts";
import type { Exchange, StepResult } from "./exchange.ts";

/**
 * Bytes of a body. The longest call is a policy document of 131,072 characters, each of which may take six bytes
 * percent-encoded. Who presents no credential may send what an unsigned operation needs.
 */
export const BODY_LIMIT = { signed: 1 << 20, anonymous: 64 << 10 } as const;

/** Method, path and announced length, before anything else is looked at. */
export function checkLimits(runtime: Runtime, { message, announced }: Exchange): StepResult {
  if (message.method !== "POST" && message.method !== "GET") {
    return { code: "InvalidAction", message: "Only GET and POST are supported.", status: 405 };
  }
  if (!isServed(runtime.basePath, message.target)) {
    return { code: "InvalidAction", message: "There is nothing at this path.", status: 404 };
  }
  return Number(announced ?? 0) > BODY_LIMIT.signed ? routeErrors.tooLarge : undefined;
}

/** Every operation of these protocols is at the root of the base path. */
function isServed(basePath: string, target: string): boolean {
  const query = target.indexOf("?");
  const path = query === -1 ? target : target.slice(0, query);
  return path === `${basePath}/` || (basePath !== "" && path === basePath);
}
