import { type AuthFailure, authFailure, incompleteSignature, quotable } from "./auth-failure.ts";
import { headLimits } from "./limits.table.ts";
import type { SignedMessage } from "./message.ts";
import { singleHeaders } from "./signed-headers.table.ts";

/** The headers of a message whose form was checked, for look-up by name. */
export interface Head {
  /** The names in lower case, in the order of the message. */
  readonly names: readonly string[];
  /** The value of a header that comes at most once. */
  readonly value: (name: string) => string | undefined;
}

/**
 * Whether a request target is one that can be signed: a path, of bytes, without blanks, controls, fragments and
 * backslashes, which URL parsers of browsers read as slashes: `/a\..` would be one segment to us and two to them.
 */
function fitTarget(target: string): boolean {
  if (target.charAt(0) !== "/") return false;
  for (let i = 0; i < target.length; i++) {
    const c = target.charCodeAt(i);
    if (c <= 0x20 || c === 0x7f || c === 0x23 || c === 0x5c || c > 0xff) return false;
  }
  return true;
}

/** Methods are upper case; anything else is none that HTTP or a service knows. */
function fitMethod(method: string): boolean {
  for (let i = 0; i < method.length; i++) {
    const c = method.charCodeAt(i);
    if ((c < 0x41 || c > 0x5a) && c !== 0x2d) return false;
  }
  return method !== "";
}

/** Visible ASCII without what ends a name on the wire (`:`) or in a list of names (`;`, `,`). */
function fitName(name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const c = name.charCodeAt(i);
    if (c <= 0x20 || c >= 0x7f || c === 0x3a || c === 0x3b || c === 0x2c) return false;
  }
  return name !== "";
}

/** Where the body ends must be said once and in one way. https://www.rfc-editor.org/rfc/rfc9112#section-6.3 */
function framingFault(value: Head["value"]): string | undefined {
  const coding = value("transfer-encoding");
  const length = value("content-length");
  if (coding !== undefined && length !== undefined) return "Found both Content-Length and Transfer-Encoding.";
  if (coding !== undefined && coding.toLowerCase() !== "chunked") return "Unsupported Transfer-Encoding.";
  if (length === undefined) return undefined;
  let fit = length.length > 0 && length.length <= 15;
  for (let i = 0; fit && i < length.length; i++)
    fit = length.charCodeAt(i) >= 0x30 && length.charCodeAt(i) <= 0x39;
  return fit ? undefined : "Content-Length must be a valid integer.";
}

/**
 * Checks what every request must keep, signed or not: sizes, a target that is a path, one framing, and no second
 * value of a header that is read as one. Each limit is checked before the work that it bounds.
 */
export function readHead(message: SignedMessage): Head | AuthFailure {
  const { method, target, headers } = message;
  if (
    method.length > headLimits.methodLength ||
    target.length > headLimits.targetLength ||
    headers.length > 2 * headLimits.headerCount
  ) {
    return authFailure("too-large");
  }
  let size = 0;
  for (let i = 0; i < headers.length; i++) size += headers[i]!.length;
  if (size > headLimits.headerBytes) return authFailure("too-large");
  if (headers.length % 2 !== 0 || !fitMethod(method) || !fitTarget(target))
    return authFailure("malformed-request");

  const names: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!.toLowerCase();
    if (!fitName(name)) return authFailure("malformed-request");
    const single = singleHeaders.get(name);
    if (single !== undefined && names.includes(name)) {
      const words = `Found more than one '${quotable(headers[i]!)}' header.`;
      return single === "framing"
        ? authFailure("malformed-request", words)
        : incompleteSignature("repeated-parameter", words);
    }
    names.push(name);
  }
  const value = (name: string): string | undefined => {
    const at = names.indexOf(name);
    return at === -1 ? undefined : headers[2 * at + 1];
  };
  const fault = framingFault(value);
  return fault === undefined ? { names, value } : authFailure("malformed-request", fault);
}
