import { createHash, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import {
  type AuthFailure,
  deriveSigningKey,
  type Hashing,
  type Presented,
  readCredential,
  type ServiceSigning,
  type SignedMessage,
  serviceSignings,
  verify,
} from "../src/index.ts";

export const hashing: Hashing<KeyObject> = {
  sha256Hex: (bytes) => createHash("sha256").update(bytes, "latin1").digest("hex"),
  key: (text) => createSecretKey(text, "utf8"),
  hmacKey: (key, text) => createSecretKey(createHmac("sha256", key).update(text).digest()),
  hmacHex: (key, text) => createHmac("sha256", key).update(text).digest("hex"),
  equal: (a, b) => timingSafeEqual(Buffer.from(a, "latin1"), Buffer.from(b, "latin1")),
};

export const sha256 = (body: string | Uint8Array): string => createHash("sha256").update(body).digest("hex");

/** The credential and the moment of AWS's published examples. */
export const keyId = "AKIDEXAMPLE";
export const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
export const moment = Date.UTC(2015, 7, 30, 12, 36, 0);

export const services: ReadonlyMap<string, ServiceSigning> = new Map<string, ServiceSigning>([
  ["iam", serviceSignings.query],
  ["organizations", serviceSignings.json11],
  ["s3", serviceSignings.s3],
  ["service", serviceSignings.rest],
]);

export type Outcome =
  | { readonly kind: "anonymous" }
  | { readonly kind: "verified"; readonly presented: Presented }
  | { readonly kind: "refused"; readonly failure: AuthFailure };

/** Takes a request the whole way, with the secret of the example credential, as a server would. */
export function authenticate(
  message: SignedMessage,
  body: string | Uint8Array = "",
  now = moment,
  known = services,
): Outcome {
  const reading = readCredential(message, now, { services: known }, hashing);
  if (reading.kind !== "presented") return reading;
  const { presented } = reading;
  const key = deriveSigningKey(secret, presented.date, presented.region, presented.service, hashing);
  const result = verify(message, presented, sha256(body), key, hashing);
  return result.ok ? { kind: "verified", presented } : { kind: "refused", failure: result.failure };
}

/** The reason of a refusal; else what became of the request. */
export function reasonOf(outcome: Outcome): string {
  return outcome.kind === "refused" ? outcome.failure.reason : outcome.kind;
}

interface Draft {
  readonly method?: string;
  readonly target?: string;
  /** By name in any case; repeated names as lists. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Headers that are sent but not signed. */
  readonly unsigned?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly service?: string;
  readonly region?: string;
  readonly date?: string;
  readonly timestamp?: string;
  readonly timeHeader?: "x-amz-date" | "date";
  /** The payload line, where it is not the body's hash. */
  readonly payload?: string;
  /** The canonical query, where it is not what stands in the target. */
  readonly query?: string;
  readonly path?: string;
}

/**
 * Signs as the documentation says, without any help from the code under test, so that a test can sign what no SDK
 * would. The target is taken as canonical unless `path` and `query` say otherwise.
 */
export function sign(draft: Draft = {}): SignedMessage {
  const timestamp = draft.timestamp ?? "20150830T123600Z";
  const headers: [string, string][] = [];
  const given = {
    host: "iam.amazonaws.com",
    [draft.timeHeader ?? "x-amz-date"]: timestamp,
    ...draft.headers,
  };
  for (const [name, value] of Object.entries(given)) {
    for (const one of typeof value === "string" ? [value] : value) headers.push([name, one]);
  }
  const names = [...new Set(headers.map(([name]) => name.toLowerCase()))].sort();
  const block = names.map((name) => {
    const values = headers.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value);
    return `${name}:${values.join(",")}\n`;
  });
  const [path = "/", query = ""] = (draft.target ?? "/").split("?");
  const method = draft.method ?? "POST";
  const canonical = [
    method,
    draft.path ?? path,
    draft.query ?? query,
    block.join(""),
    names.join(";"),
    draft.payload ?? sha256(draft.body ?? ""),
  ].join("\n");
  const scope = `${draft.date ?? timestamp.slice(0, 8)}/${draft.region ?? "us-east-1"}/${draft.service ?? "iam"}/aws4_request`;
  const toSign = `AWS4-HMAC-SHA256\n${timestamp}\n${scope}\n${hashing.sha256Hex(canonical)}`;
  let key = Buffer.from(`AWS4${secret}`);
  for (const part of [...scope.split("/"), toSign]) key = createHmac("sha256", key).update(part).digest();
  const authorization = `AWS4-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${key.toString("hex")}`;
  const sent = [...headers, ["Authorization", authorization], ...Object.entries(draft.unsigned ?? {})];
  return { method, target: draft.target ?? "/", headers: sent.flat() };
}

/** The same message with one header changed. */
export const withHeader = (message: SignedMessage, name: string, value: string): SignedMessage => ({
  ...message,
  headers: message.headers.map((part, i) =>
    i % 2 === 1 && message.headers[i - 1]!.toLowerCase() === name ? value : part,
  ),
});

/** The same message with one more header. */
export const plusHeader = (message: SignedMessage, name: string, value: string): SignedMessage => ({
  ...message,
  headers: [...message.headers, name, value],
});

export const headerOf = (message: SignedMessage, name: string): string =>
  message.headers.find((_, i) => i % 2 === 1 && message.headers[i - 1]!.toLowerCase() === name) ?? "";

/** A presigned request: the signature is made over its own parameters. */
export function presign(
  further: Readonly<Record<string, string>> = {},
  service = "iam",
  leaveOut: readonly string[] = [],
  headers: readonly string[] = ["host", "iam.amazonaws.com"],
): SignedMessage {
  const parameters: Record<string, string> = {
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `AKIDEXAMPLE/20150830/us-east-1/${service}/aws4_request`,
    "X-Amz-Date": "20150830T123600Z",
    "X-Amz-Expires": "900",
    "X-Amz-SignedHeaders": headers.filter((_, i) => i % 2 === 0).join(";"),
    ...further,
  };
  for (const name of leaveOut) delete parameters[name];
  const query = Object.entries(parameters)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join("&");
  const block = headers.map((part, i) => (i % 2 === 0 ? `${part}:` : `${part}\n`)).join("");
  const payload = service === "s3" ? "UNSIGNED-PAYLOAD" : sha256("");
  const canonical = `GET\n/\n${query}\n${block}\n${parameters["X-Amz-SignedHeaders"]}\n${payload}`;
  const scope = `20150830/us-east-1/${service}/aws4_request`;
  const toSign = `AWS4-HMAC-SHA256\n20150830T123600Z\n${scope}\n${sha256(canonical)}`;
  const key = deriveSigningKey(secret, "20150830", "us-east-1", service, hashing);
  const target = `/?${query}&X-Amz-Signature=${hashing.hmacHex(key, toSign)}`;
  return { method: "GET", target, headers };
}
