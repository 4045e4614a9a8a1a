import { startChild } from "../conformance/support/child-server.ts";
import { createUser } from "./rig/calls.ts";
import { oneReply } from "./rig/one-reply.ts";
import { signedPost } from "./rig/signed-post.ts";
import type { Measured, Scenario } from "./scenario.ts";

const token = "a-token-for-the-bench";
const root = { accessKeyId: "bench-root", secretAccessKey: "bench-secret" };

/** Whoever tests with an ephemeral server resets it between any two tests. */
export const scenario: Scenario = {
  title: "A reset of an ephemeral server in which something was made",
  rounds: 21,
  warming: 5,
  units: { "bare answer": "ms", reset: "ms" },
  bars: [{ name: "reset", value: "reset", most: 20 }],
  async prepare(scope) {
    const server = scope.keep(
      await startChild(["--ephemeral", "--log-level", "error"], {
        PORTCULLIS_ROOT_ACCESS_KEY_ID: root.accessKeyId,
        PORTCULLIS_ROOT_SECRET_ACCESS_KEY: root.secretAccessKey,
        PORTCULLIS_TEST_TOKEN: token,
      }),
      async (each) => void (await each.stop()),
    );
    const asked = (line: string) =>
      Buffer.from(
        `${line} HTTP/1.1\r\nhost: 127.0.0.1:${server.operatePort}\r\nauthorization: Bearer ${token}\r\ncontent-length: 0\r\n\r\n`,
      );
    const timed = async (name: string, line: string): Promise<Measured> => {
      const began = performance.now();
      const { status } = await oneReply(server.operatePort, asked(line));
      if (status !== 200) throw new Error(`${line} was answered with ${status}`);
      return { [name]: performance.now() - began };
    };
    return [
      () => timed("bare answer", "GET /healthz"),
      async () => {
        const making = signedPost(server.port, root, createUser("ann"), Date.now());
        const { status } = await oneReply(server.port, making);
        if (status !== 200) throw new Error(`nobody could be made: ${status}`);
        return timed("reset", "POST /reset");
      },
    ];
  },
};
