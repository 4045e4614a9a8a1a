import { createHash, createHmac } from "node:crypto";
export interface Call {
  /** The signing name: `sts`. */
  readonly service: string;
  readonly region?: string;
  readonly contentType?: string;
  /** The `X-Amz-Target` header of JSON services. */
  readonly target?: string;
  readonly body: string | Buffer;
  /** False: the connection is to be closed after the answer. */
  readonly keepAlive?: boolean;
}

const sha256 = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** Who signs. */
export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * The bytes of a POST as an official client sends it, signed with Signature Version 4. A second implementation of
 * the signing side, since it must not share a mistake with what it is sent to.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @param time epoch milliseconds
 */
export function signedPost(port: number, key: Signer, call: Call, time: number): Buffer {
  const { service, region = "us-east-1", contentType = "application/x-www-form-urlencoded" } = call;
  const body = Buffer.from(call.body);
  const stamp = new Date(time).toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = `${stamp.slice(0, 8)}/${region}/${service}/aws4_request`;
  const bodyHash = sha256(body);
  const signed: readonly (readonly [string, string])[] = [
    ["content-type", contentType],
    ["host", `127.0.0.1:${port}`],
    ["x-amz-content-sha256", bodyHash],
    ["x-amz-date", stamp],
    ...(key.sessionToken === undefined ? [] : [["x-amz-security-token", key.sessionToken] as const]),
    ...(call.target === undefined ? [] : [["x-amz-target", call.target] as const]),
    ["x-amz-user-agent", "aws-sdk-js/3.1137.0"],
  ];
  const names = signed.map(([name]) => name).join(";");
  const lines = signed.map(([name, value]) => `${name}:${value}\n`).join("");
  const canonical = `POST\n/\n\n${lines}\n${names}\n${bodyHash}`;
  const toSign = `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${sha256(canonical)}`;
  const signingKey = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${key.secretAccessKey}`);
  const signature = hmac(signingKey, toSign).toString("hex");
  const head = [
    "POST / HTTP/1.1",
    ...signed.map(([name, value]) => `${name}: ${value}`),
    `content-length: ${body.length}`,
    "user-agent: aws-sdk-js/3.1137.0 ua/2.1 os/linux#6.8 lang/js md/nodejs#24.21.0 api/sts#3.1137.0 m/E,n",
    `authorization: AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
    "amz-sdk-invocation-id: 7c5a3f0e-58a1-4a7e-9d0e-3a0a3c1c9b11",
    "amz-sdk-request: attempt=1; max=3",
    `connection: ${call.keepAlive === false ? "close" : "keep-alive"}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), body]);
}

/** As many requests as asked for, signed at different instants of the last ten minutes. */
export function signedPosts(port: number, key: Signer, calls: readonly Call[]): readonly Buffer[] {
  const now = Date.now();
  return calls.map((call, at) => signedPost(port, key, call, now - (at % 600) * 1000));
}
