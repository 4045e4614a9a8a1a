import { isAccountNumber } from "@portcullis/directory";
import { readRecord } from "./byte-reader.ts";
import { byteWriter } from "./byte-writer.ts";
import type { KeyRing } from "./key-ring.ts";
import { open, seal } from "./seal.ts";
import { bytesOfText } from "./text-form.ts";

/** What a partner exchanges for credentials in another account. */
export interface ExchangeToken {
  /** Number of the account that it gives access to. */
  readonly owner: string;
  /** Id of the delegation request. */
  readonly request: string;
  /** Epoch milliseconds. */
  readonly expires: number;
}

/** Characters of the longest token that is opened. */
const longest = 512;
const SEPARATOR = ".";

/**
 * The token of a delegation whose owner released it, for the account of the partner: owner, request and a seal over
 * both, with dots between. Nothing is kept of it; whether it still counts stands in the request.
 * @param partner account number; the token opens for no other
 */
export function sealExchangeToken(ring: KeyRing, partner: string, token: ExchangeToken): string {
  const writer = byteWriter();
  writer.number(token.expires);
  const sealed = seal(ring, "delegation", realmOf(partner), [token.owner, token.request], writer.bytes());
  return [token.owner, token.request, Buffer.from(sealed).toString("base64url")].join(SEPARATOR);
}

/** What the token says. undefined: it was not sealed for this partner, or was changed. Never throws. */
export function openExchangeToken(ring: KeyRing, partner: string, text: string): ExchangeToken | undefined {
  const [owner = "", request = "", seals = "", more] = partsOf(text);
  if (more !== undefined || !isAccountNumber(owner)) return undefined;
  const sealed = bytesOfText(seals, "base64url");
  if (sealed === undefined) return undefined;
  const bytes = open(ring, "delegation", realmOf(partner), [owner, request], sealed);
  const expires = bytes === undefined ? undefined : readRecord(bytes, (reader) => reader.number());
  return expires === undefined ? undefined : { owner, request, expires };
}

/** The account that a token says it gives access to; nothing is proved by that. */
export function accountOfExchangeToken(text: string): string | undefined {
  const [owner = ""] = partsOf(text);
  return isAccountNumber(owner) ? owner : undefined;
}

function partsOf(text: string): readonly string[] {
  return text.length > longest ? [] : text.split(SEPARATOR);
}

function realmOf(partner: string): string {
  return `account/${partner}`;
}
