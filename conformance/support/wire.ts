/** Requests that no SDK would send. */
import { createHash, createHmac } from "node:crypto";
import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Credentials } from "./server.ts";

export interface Sent {
  readonly method?: string;
  /** Path and query, as they stand on the wire. */
  readonly target?: string;
  /** Names and values in turn. */
  readonly headers?: readonly string[];
  readonly body?: string | Uint8Array;
  /** The address to send from; every one of loopback is this machine's. */
  readonly from?: string;
}

export interface Received {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** Of an error document, XML or JSON. */
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/** Sends a request as it is; a Host header is made where there is none. */
export function send(
  port: number,
  { method = "POST", target = "/", headers = [], body, from }: Sent,
): Promise<Received> {
  const named = (name: string) => headers.some((each, at) => at % 2 === 0 && each.toLowerCase() === name);
  const all = [
    ...(named("host") ? [] : ["Host", `127.0.0.1:${port}`]),
    ...(body === undefined || named("content-length") || named("transfer-encoding")
      ? []
      : ["Content-Length", String(Buffer.byteLength(body))]),
    ...headers,
  ];
  return new Promise((resolve, reject) => {
    const outgoing = request({
      host: "127.0.0.1",
      port,
      method,
      path: target,
      headers: all,
      agent: false,
      ...(from && { localAddress: from }),
    });
    outgoing.on("error", reject);
    outgoing.on("response", (response) =>
      text(response).then((got) => resolve(received(response, got)), reject),
    );
    outgoing.end(body);
  });
}

function received(response: IncomingMessage, body: string): Received {
  const { code, message } = errorOf(body);
  return { status: response.statusCode ?? 0, headers: response.headers, body, code, message };
}

function errorOf(body: string): { code: string | undefined; message: string | undefined } {
  if (body.startsWith("{")) {
    const { __type, message, Message } = JSON.parse(body);
    return { code: __type, message: message ?? Message };
  }
  const inside = (tag: string) => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(body)?.[1];
  return { code: inside("Code"), message: inside("Message") };
}

/** Sends bytes, and gives what came back until the server closed the connection. */
export function sendBytes(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let got = "";
    socket.on("data", (chunk) => {
      got += chunk.toString("latin1");
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(got));
    socket.write(bytes, "latin1");
  });
}

export interface Scope {
  readonly service?: string;
  readonly region?: string;
  /** When it claims to be signed. */
  readonly date?: Date;
  readonly credentials: Credentials;
}

export const form = "application/x-www-form-urlencoded; charset=utf-8";

/** The same request with a signature of the official signer over all of its headers. */
export async function signed(port: number, sent: Sent, scope: Scope): Promise<Sent> {
  const { method = "POST", target = "/", headers = [], body } = sent;
  const request = {
    method,
    protocol: "http:",
    hostname: "127.0.0.1",
    port,
    ...partsOf(target),
    headers: { host: `127.0.0.1:${port}`, ...recordOf(headers) },
    ...(body === undefined ? {} : { body }),
  };
  const made = await signerOf(scope).sign(request, { signingDate: scope.date ?? new Date() });
  return { ...sent, headers: Object.entries(made.headers).flat() };
}

/** A request whose query string carries the signature. */
export async function presigned(port: number, sent: Sent, scope: Scope, expiresIn = 60): Promise<Sent> {
  const { method = "GET", target = "/", headers = [] } = sent;
  const request = {
    method,
    protocol: "http:",
    hostname: "127.0.0.1",
    port,
    ...partsOf(target),
    headers: { host: `127.0.0.1:${port}`, ...recordOf(headers) },
  };
  const made = await signerOf(scope).presign(request, {
    expiresIn,
    signingDate: scope.date ?? new Date(),
  });
  const query = Object.entries(made.query ?? {})
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join("&");
  return { ...sent, method, target: `${made.path}?${query}` };
}

function signerOf({ service = "iam", region = "us-east-1", credentials }: Scope): SignatureV4 {
  return new SignatureV4({ service, region, credentials, sha256: Sha256, applyChecksum: false });
}

function partsOf(target: string): { readonly path: string; readonly query: Record<string, string> } {
  const [path = "", query = ""] = target.split("?", 2);
  return { path, query: Object.fromEntries(new URLSearchParams(query)) };
}

function recordOf(headers: readonly string[]): Record<string, string> {
  const record: Record<string, string> = {};
  for (let at = 0; at < headers.length; at += 2)
    record[(headers[at] ?? "").toLowerCase()] = headers[at + 1] ?? "";
  return record;
}

/** SHA-256 in the form that the official signer takes. */
class Sha256 {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;
  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    const bytes = ArrayBuffer.isView(key) ? new Uint8Array(key.buffer, key.byteOffset, key.byteLength) : key;
    const made = bytes instanceof ArrayBuffer ? Buffer.from(bytes) : bytes;
    this.#hash = made === undefined ? createHash("sha256") : createHmac("sha256", made);
  }
  update(data: Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}
