import type { IncomingMessage } from "node:http";
import { type HostRules, hostAllowed } from "./host-rules.ts";
import type { Refusal } from "./refusals.table.ts";

/**
 * Checks the head of a request for what node's parser lets through and what would be read differently by someone
 * in front of this server or further inside. Undefined when all is well.
 *
 * Node itself refuses two lengths, a length beside a transfer coding, folded lines and space before a colon.
 */
export function headRefusal(
  request: IncomingMessage,
  rules: HostRules,
  maxHeaderCount: number,
): Refusal | undefined {
  const { rawHeaders, httpVersion, url = "" } = request;
  // The parser also takes the unversioned form of HTTP/0.9, and 2.0 in the form of 1.1.
  if (httpVersion !== "1.1" && httpVersion !== "1.0") return "malformed";
  if (rawHeaders.length > 2 * maxHeaderCount) return "headers-too-large";
  // The absolute form carries a second host, `*` and a fragment have no place in what is signed.
  if (!target.test(url)) return "malformed";
  let host: string | undefined;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const value = rawHeaders[at + 1] ?? "";
    switch (nameOfInterest(rawHeaders[at] ?? "")) {
      case "host":
        // INVARIANT: one Host; node would show the first of several, a proxy perhaps the last.
        if (host !== undefined) return "malformed";
        host = value;
        break;
      case "transfer-encoding":
        // Only the framing is undone here: with another coding before it, what is hashed is not what was meant.
        // RFC 9112, section 6.1: in HTTP/1.0 a transfer coding is a faulty frame.
        if (value.toLowerCase() !== "chunked" || httpVersion === "1.0") return "malformed";
        break;
      case "upgrade":
        return "upgrade";
    }
  }
  return hostAllowed(host, rules, request.socket.localAddress) ? undefined : "unknown-host";
}

/** A header's name in lower case, where its length is that of one that is looked at here; most are not. */
function nameOfInterest(name: string): string | undefined {
  switch (name.length) {
    case 4: // host
    case 7: // upgrade
    case 17: // transfer-encoding
      return name.toLowerCase();
    default:
      return undefined;
  }
}

const target = /^\/[\x21\x22\x24-\x7e]*$/;
