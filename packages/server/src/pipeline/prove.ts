import { hash } from "node:crypto";
import { authFailure, verify } from "@portcullis/wire";
import { hashing } from "../hashing.ts";
import type { Runtime } from "../runtime.ts";
import type { Exchange, StepResult } from "./exchange.ts";

/** Compares the signature. Only from here on may anything that the caller chose be remembered or loaded. */
export function prove(runtime: Runtime, exchange: Exchange): StepResult {
  const { presented, credential, message, body } = exchange;
  if (presented === undefined || credential === undefined) return authFailure("missing-token");
  const bodyHash = hash("sha256", body, "hex");
  const verified = verify(message, presented, bodyHash, credential.signingKey.key, hashing);
  if (!verified.ok) return verified.failure;
  credential.signingKey.proved();
  if (credential.opened !== undefined && presented.sessionToken !== undefined) {
    runtime.sessions.remember(presented.sessionToken, credential.opened);
  }
  return undefined;
}
