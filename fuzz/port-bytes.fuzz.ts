import { signedPost } from "../bench/rig/signed-post.ts";
import { startFuzzed } from "./support/fuzzed-server.ts";
import { mutateBytes } from "./support/mutate.ts";
import type { FuzzTarget } from "./target.ts";

const form = "Action=GetCallerIdentity&Version=2011-06-15";
const presigned =
  "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260101%2Fus-east-1%2Fsts%2Faws4_request&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=00";

export const target: FuzzTarget = {
  component: "server",
  property:
    "Any bytes on the port get an answer or a closed connection: no crash, no 500, no hang, memory flat.",
  seconds: 60,
  async prepare(scope) {
    const { port, root, provoke, end } = await startFuzzed(scope);
    const host = `Host: 127.0.0.1:${port}\r\n`;
    const beginnings: readonly Buffer[] = [
      signedPost(port, root, { service: "sts", body: form }, Date.now()),
      ...[
        `GET /?${form} HTTP/1.1\r\n${host}\r\n`,
        `GET /?${form}&${presigned} HTTP/1.1\r\n${host}\r\n`,
        `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n5\r\nActio\r\n0\r\n\r\n`,
        `POST / HTTP/1.1\r\n${host}Expect: 100-continue\r\nContent-Length: 5\r\n\r\nActio`,
        `POST / HTTP/1.1\r\n${host}X-Amz-Target: CloudTrail_20131101.LookupEvents\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: 2\r\n\r\n{}`,
        `OPTIONS * HTTP/1.1\r\n${host}\r\n`,
        `CONNECT example.com:443 HTTP/1.1\r\n${host}\r\n`,
        `GET / HTTP/1.1\r\n${host}Upgrade: h2c\r\nConnection: Upgrade\r\n\r\n`,
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      ].map((text) => Buffer.from(text)),
    ];
    return {
      width: 8,
      end,
      async step(random) {
        const bytes = random.once(10)
          ? random.bytes(random.int(2000))
          : mutateBytes(random, random.pick(beginnings), 4);
        await provoke(bytes);
      },
    };
  },
};
