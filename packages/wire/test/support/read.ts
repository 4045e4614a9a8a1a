import assert from "node:assert/strict";
import type { Operation } from "@portcullis/aws-model";
import { type Decoded, decodeQuery, parseForm } from "@portcullis/wire";
import { plain } from "./plain.ts";

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export function decodeForm(operation: Operation, body: string): Decoded {
  const parsed = parseForm("", bytes(body));
  assert.ok(parsed.ok);
  return decodeQuery(operation, parsed.form);
}

/** The input of a form that decodes. */
export function inputOf(operation: Operation, body: string): unknown {
  const decoded = decodeForm(operation, body);
  assert.ok(decoded.ok, JSON.stringify(decoded));
  return plain(decoded.input);
}
