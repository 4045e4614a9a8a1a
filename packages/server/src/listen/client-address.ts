import { isIP } from "node:net";
import { type AddressSet, foldAddress } from "../config/networks.ts";

/** What is read of a request: node's IncomingMessage fits. */
export interface Arrival {
  readonly rawHeaders: readonly string[];
  readonly socket: { readonly remoteAddress?: string | undefined; readonly encrypted?: boolean };
}

export interface ClientAddress {
  /** In the form of `foldAddress`; empty when the connection is gone already. */
  readonly address: string;
  /** Whether the client's own connection was encrypted (`aws:SecureTransport`). */
  readonly secure: boolean;
}

/**
 * Where a request came from. Forwarding headers count only when the connection comes from a trusted proxy; then
 * X-Forwarded-For is read from the right, and the first address that is not a trusted proxy is the client's: what
 * stands left of it was written by the client. An entry that is no address ends the walk at the hop that wrote it.
 * The Forwarded header and X-Forwarded-Host never count: a proxy passes Host on as it came, which is signed.
 */
export function clientAddress(request: Arrival, trustedProxies: AddressSet): ClientAddress {
  const { socket, rawHeaders } = request;
  const peer = foldAddress(socket.remoteAddress ?? "");
  const encrypted = socket.encrypted === true;
  if (!trustedProxies.has(peer)) return { address: peer, secure: encrypted };
  const hops = members(rawHeaders, "x-forwarded-for");
  let address = peer;
  for (let at = hops.length - 1; at >= 0 && trustedProxies.has(address); at--) {
    const hop = hopAddress(hops[at] ?? "");
    if (hop === undefined) break;
    address = hop;
  }
  const proto = members(rawHeaders, "x-forwarded-proto").at(-1);
  return { address, secure: proto === undefined ? encrypted : proto.toLowerCase() === "https" };
}

/** The members of a list header, over all lines of that name, in order. */
function members(rawHeaders: readonly string[], name: string): readonly string[] {
  const all: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() !== name) continue;
    for (const member of (rawHeaders[at + 1] ?? "").split(",")) all.push(member.trim());
  }
  return all;
}

/** Some proxies add the client's port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function hopAddress(text: string): string | undefined {
  const match = /^(?:\[([^\]%]+)\](?::\d{1,5})?|(\d[\d.]+):\d{1,5})$/.exec(text);
  const address = match?.[1] ?? match?.[2] ?? text;
  return isIP(address) === 0 || address.includes("%") ? undefined : foldAddress(address);
}
