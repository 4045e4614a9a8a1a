import { routeErrors } from "@portcullis/wire";
import type { Runtime } from "../runtime.ts";
import type { Exchange, StepResult } from "./exchange.ts";

/**
 * Bytes of a body, which is held whole before anything is proved. A policy document of 131,072 characters, each of which
 * may take six bytes percent-encoded, has room. Two members of the model could be longer, 10,000,000 characters of a SAML
 * provider's metadata and 2 MiB of a certificate chain, and are not taken: the metadata of one identity provider has some
 * thousand characters and a chain of ten certificates some ten thousand, while 30 MB of form in the hands of whoever knows
 * the id of a key would fill what all large bodies may take with two requests, and its XML hold the thread for 3 s. Who
 * presents no credential may send what an unsigned operation needs.
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
