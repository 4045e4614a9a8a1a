import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import test from "node:test";
import { SignatureV4 } from "@smithy/signature-v4";
import fc from "fast-check";
import { type SignedMessage, sign } from "../src/index.ts";
import {
  authenticate,
  hashing,
  keyId,
  moment,
  reasonOf,
  secret,
  services,
  sha256,
  withHeader,
} from "./sigv4-support.ts";

/** SHA-256 in the form that the official signer takes. */
class Sha256 {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;
  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    const bytes = ArrayBuffer.isView(key) ? new Uint8Array(key.buffer, key.byteOffset, key.byteLength) : key;
    this.#hash =
      bytes === undefined
        ? createHash("sha256")
        : createHmac("sha256", bytes instanceof ArrayBuffer ? Buffer.from(bytes) : bytes);
  }
  update(data: Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

const signer = (service: string, sessionToken?: string): SignatureV4 =>
  new SignatureV4({
    service,
    region: "eu-central-1",
    credentials: { accessKeyId: keyId, secretAccessKey: secret, ...(sessionToken && { sessionToken }) },
    sha256: Sha256,
    uriEscapePath: service !== "s3",
    applyChecksum: service === "s3",
  });

/** As SDKs put parts of a URL on the wire. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

interface Signed {
  readonly method: string;
  readonly path: string;
  readonly query?: Record<string, unknown> | undefined;
  readonly headers: Record<string, string>;
}

function onTheWire(request: Signed): SignedMessage {
  const pairs = Object.entries(request.query ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => `${escaped(name)}=${escaped(String(one))}`),
  );
  return {
    method: request.method,
    target: pairs.length === 0 ? request.path : `${request.path}?${pairs.join("&")}`,
    headers: Object.entries(request.headers).flat(),
  };
}

const token = fc.stringMatching(/^[A-Za-z0-9/+=]{1,200}$/);
const headerValue = fc.stringMatching(/^[ -~]{0,40}$/);
const name = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  // The official signer reads a broken surrogate as another character, and drops parameters of these names.
  .filter((text) => text.isWellFormed() && !/^x-amz-|^awsaccesskeyid$|^__proto__$|^signature/i.test(text));
const value = fc.string({ unit: "grapheme", maxLength: 20 }).filter((text) => text.isWellFormed());

/** A request as an application may have it signed. */
const request = fc.record({
  service: fc.constantFrom("iam", "organizations", "s3", "service"),
  method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "HEAD"),
  path: fc
    .array(fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom(".", "..", "a b", "é", "%2F", "+", "~")), {
      maxLength: 4,
    })
    .map((segments) => `/${segments.map(escaped).join("/")}`),
  query: fc.dictionary(name, value, { maxKeys: 5 }),
  headers: fc
    .uniqueArray(fc.tuple(fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/), headerValue), {
      selector: ([key]) => key,
      maxLength: 4,
    })
    .map((pairs) => Object.fromEntries(pairs.map(([key, text]) => [`my-${key}`, text]))),
  body: fc.string({ maxLength: 50 }),
  sessionToken: fc.option(token, { nil: undefined }),
});

type Request = (typeof request)["generate"] extends (...args: never[]) => { value: infer T } ? T : never;

async function signed(draft: Request): Promise<SignedMessage> {
  const result = await signer(draft.service, draft.sessionToken).sign(
    {
      method: draft.method,
      protocol: "http:",
      hostname: "127.0.0.1",
      path: draft.path,
      query: draft.query,
      headers: { ...draft.headers, host: "127.0.0.1:4580", "Content-Type": "text/plain; charset=utf-8" },
      body: draft.body,
    },
    { signingDate: new Date(moment) },
  );
  return onTheWire(result as Signed);
}

test("whatever the official signer signs in the header is verified", async () => {
  await fc.assert(
    fc.asyncProperty(request, async (draft) => {
      const outcome = authenticate(await signed(draft), draft.body);
      assert.equal(reasonOf(outcome), "verified");
      if (outcome.kind !== "verified") return;
      assert.equal(outcome.presented.keyId, keyId);
      assert.equal(outcome.presented.region, "eu-central-1");
      assert.equal(outcome.presented.service, draft.service);
      assert.equal(outcome.presented.sessionToken, draft.sessionToken);
      assert.equal(outcome.presented.form, "header");
    }),
    { numRuns: 200 },
  );
});

test("whatever the official signer presigns is verified", async () => {
  await fc.assert(
    fc.asyncProperty(request, fc.integer({ min: 1, max: 604_800 }), async (draft, expiresIn) => {
      const headers = {
        ...draft.headers,
        host: "127.0.0.1:4580",
        "x-amz-content-sha256": sha256(draft.body),
      };
      const result = await signer(draft.service, draft.sessionToken).presign(
        {
          method: draft.method,
          protocol: "http:",
          hostname: "127.0.0.1",
          path: draft.path,
          query: draft.query,
          headers,
          body: draft.body,
        },
        { signingDate: new Date(moment), expiresIn },
      );
      const message = onTheWire(result as Signed);
      const outcome = authenticate(message, draft.body);
      assert.equal(reasonOf(outcome), "verified");
      if (outcome.kind !== "verified") return;
      assert.equal(outcome.presented.form, "query");
      assert.equal(outcome.presented.expires, expiresIn);
      assert.equal(outcome.presented.sessionToken, draft.sessionToken);
      assert.equal(reasonOf(authenticate(message, `${draft.body}x`)), "payload-mismatch");
    }),
    { numRuns: 200 },
  );
});

/** Changes that another hand could make on the way. Each leaves a message that says something else. */
const changes: Readonly<Record<string, (message: SignedMessage, draft: Request) => SignedMessage>> = {
  "another method": (message) => ({ ...message, method: message.method === "GET" ? "POST" : "GET" }),
  "a longer path": (message) => ({
    ...message,
    target: message.target.replace(/^[^?]*/, (path) => `${path}/more`),
  }),
  "one more parameter": (message) => ({
    ...message,
    target: `${message.target}${message.target.includes("?") ? "&" : "?"}Action=CreateUser`,
  }),
  "another host": (message) => withHeader(message, "host", "127.0.0.1:4581"),
  "another signing time": (message) => withHeader(message, "x-amz-date", "20150830T123601Z"),
  "another content type": (message) => withHeader(message, "content-type", "application/json"),
  "another value of a signed header": (message, draft) =>
    withHeader(message, Object.keys(draft.headers)[0] ?? "host", "changed"),
  "one more signed header of the same name": (message) => ({
    ...message,
    headers: [...message.headers, "host", "127.0.0.1:4580"],
  }),
  "another session token": (message) =>
    message.headers.includes("x-amz-security-token")
      ? withHeader(message, "x-amz-security-token", "!")
      : { ...message, headers: [...message.headers, "x-amz-security-token", "!"] },
  "another region": (message) => replaceInAuthorization(message, "eu-central-1", "eu-central-2"),
  "another service": (message) =>
    replaceInAuthorization(message, /\/(iam|organizations|s3|service)\//, (part) =>
      part === "/iam/" ? "/organizations/" : "/iam/",
    ),
  "fewer signed headers": (message) =>
    replaceInAuthorization(message, "SignedHeaders=content-type;", "SignedHeaders="),
};

function replaceInAuthorization(
  message: SignedMessage,
  from: string | RegExp,
  to: string | ((part: string) => string),
): SignedMessage {
  return {
    ...message,
    headers: message.headers.map((part) =>
      part.startsWith("AWS4-") ? part.replace(from, typeof to === "string" ? () => to : to) : part,
    ),
  };
}

test("a signed request that is changed on the way is refused", async () => {
  await fc.assert(
    fc.asyncProperty(
      request.filter(({ headers }) => Object.values(headers)[0] !== "changed"),
      fc.constantFrom(...Object.keys(changes)),
      async (draft, change) => {
        const message = changes[change]!(await signed(draft), draft);
        assert.equal(authenticate(message, draft.body).kind, "refused");
      },
    ),
    { numRuns: 400 },
  );
});

test("a signed request with another body is refused", async () => {
  await fc.assert(
    fc.asyncProperty(request, fc.string(), async (draft, body) => {
      fc.pre(body !== draft.body);
      assert.equal(authenticate(await signed(draft), body).kind, "refused");
    }),
    { numRuns: 100 },
  );
});

test("a signed request with any character of its target changed is refused or means the same", async () => {
  await fc.assert(
    fc.asyncProperty(request, fc.nat(), fc.integer({ min: 0x21, max: 0x7e }), async (draft, at, code) => {
      const message = await signed(draft);
      const i = 1 + (at % message.target.length);
      const target = message.target.slice(0, i) + String.fromCharCode(code) + message.target.slice(i + 1);
      const outcome = authenticate({ ...message, target }, draft.body);
      if (outcome.kind === "refused") return;
      assert.equal(outcome.kind, "verified");
      assert.equal(meaning(target), meaning(message.target));
    }),
    { numRuns: 400 },
  );
});

/**
 * What a handler would read from a target: the resolved path and the decoded parameters by name. Repeated slashes are
 * folded before dot segments are resolved, as the signature has it; who routes by a path compares it as it came.
 */
function meaning(target: string): string {
  const url = new URL(`http://h${target.replace(/^[^?]*/, (path) => path.replace(/\/+/g, "/"))}`);
  url.searchParams.sort();
  const path = url.pathname
    .replace(/\/+/g, "/")
    .replace(/%[0-9a-f]{2}/gi, (escaped) => escaped.toUpperCase());
  return `${path} ${JSON.stringify([...url.searchParams].filter(([name, value]) => name + value !== ""))}`;
}

test("what we sign has the signature of the official signer, and is verified", async () => {
  await fc.assert(
    fc.asyncProperty(request, async (draft) => {
      const headers = { ...draft.headers, host: "127.0.0.1:4580", "content-type": "text/plain" };
      const official = await signer(draft.service, draft.sessionToken).sign(
        {
          method: draft.method,
          protocol: "http:",
          hostname: "127.0.0.1",
          path: draft.path,
          query: draft.query,
          headers: { ...headers, "x-amz-content-sha256": sha256(draft.body) },
          body: draft.body,
        },
        { signingDate: new Date(moment) },
      );
      const { method, target } = onTheWire(official as Signed);
      const own = sign(
        { method, target, headers: Object.entries(headers).flat() },
        sha256(draft.body),
        { accessKeyId: keyId, secretAccessKey: secret, sessionToken: draft.sessionToken },
        {
          service: draft.service,
          region: "eu-central-1",
          signing: services.get(draft.service)!,
          time: moment,
        },
        hashing,
      );
      assert.equal(own.headers.at(-1), official.headers.authorization);
      assert.equal(reasonOf(authenticate(own, draft.body)), "verified");
    }),
    { numRuns: 200 },
  );
});
