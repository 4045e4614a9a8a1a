import { type AuthFailure, authFailure } from "@portcullis/wire";
import type { Refused } from "../credentials.ts";

/** AWS's words for a credential that no longer counts. */
export function authRefusal(refused: Refused): AuthFailure {
  return authFailure(refused === "expired" ? "expired-session-token" : "unknown-key");
}
