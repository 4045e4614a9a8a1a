import { authFailure, type Failure } from "@portcullis/wire";
import type { Refused } from "../credentials.ts";
import { unlessUnsure } from "./confirm.ts";
import type { Exchange } from "./exchange.ts";

/** AWS's words for a credential that no longer counts. */
export function authRefusal(exchange: Exchange, refused: Refused): Failure {
  return unlessUnsure(exchange, authFailure(refused === "expired" ? "expired-session-token" : "unknown-key"));
}
