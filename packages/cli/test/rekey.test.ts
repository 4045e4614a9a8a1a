import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, test } from "node:test";
import type { Called } from "../src/client/call.ts";
import { followRotation, type Keys } from "../src/rekey/follow-rotation.ts";
import { run } from "./run.ts";

const env = {
  AWS_ENDPOINT_URL: "http://127.0.0.1:1",
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "hunter2",
};

/** What an answer says of a rotation; without a step there is none. */
function keysAt(Step?: NonNullable<Keys["Rotation"]>["Step"], left: object = {}): Keys {
  return { Keys: [], WrappedByFirst: true, ...(Step && { Rotation: { Step, Begun: 1, ...left } }) };
}

/** Runs the command against a server that gives these answers, one after another, and tells what it was asked. */
async function against(
  argv: readonly string[],
  answers: readonly (readonly [status: number, body: object])[],
) {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers["x-amz-target"]);
    const [status, body] = answers[asked.length - 1] ?? [500, {}];
    response.writeHead(status).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const ran = await run(["rekey", ...argv], "", { ...env, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
  server.close();
  return { ...ran, asked };
}

describe("portcullis rekey", () => {
  test("refuses wrong arguments in one sentence, and exits with 2", async () => {
    for (const argv of [
      ["all"],
      ["--format", "xml"],
      ["--wait", "--no-wait"],
      ["--wait=1"],
      ["--purpose", "x"],
    ]) {
      const { code, out, err } = await run(["rekey", ...argv], "", env);
      assert.deepEqual([code, out], [2, ""]);
      assert.match(err, /^portcullis rekey: [^\n]+\. See portcullis rekey --help\.\n$/);
    }
    const { code, err } = await run(["rekey"], "", { ...env, AWS_REGION: "" });
    assert.equal(code, 2);
    assert.match(err, /^portcullis rekey: AWS_REGION or AWS_DEFAULT_REGION must be set\./);
  });

  test("says each step once, and ends with 0 when there is no rotation any more", async () => {
    const { code, out, err, asked } = await against(
      [],
      [
        [200, { Started: true, WrappedByFirst: true }],
        [200, keysAt("announced")],
        [200, keysAt("turned")],
        [200, keysAt("turned")],
        [200, keysAt("resealing", { ValuesLeft: 3, ValuesUnreadable: 0 })],
        [200, keysAt()],
      ],
    );
    assert.deepEqual([code, err], [0, ""]);
    assert.deepEqual(out.split("\n"), [
      "A rotation is started.",
      "New data keys are made; every server learns them.",
      "The new data keys seal; every server learns that.",
      "What is kept is sealed anew: 3 left.",
      "Done: the first master key wraps all data keys; the others are needed for older backups alone.",
      "",
    ]);
    const operation = (name: string) => `Portcullis_20261101.${name}`;
    assert.deepEqual(asked, [operation("RotateKeys"), ...Array(5).fill(operation("DescribeKeys"))]);
  });

  test("only starts one where it is told not to wait, and says where one was under way", async () => {
    const answer = { Started: false, WrappedByFirst: true, Rotation: { Step: "turned", Begun: 1 } };
    const text = await against(["--no-wait"], [[200, answer]]);
    assert.deepEqual([text.code, text.out], [0, "A rotation is under way, and is joined.\n"]);
    assert.equal(text.asked.length, 1);
    const json = await against(["--no-wait", "--format", "json"], [[200, answer]]);
    assert.deepEqual(JSON.parse(json.out), answer);
  });

  test("gives a program the last answer alone", async () => {
    const { out } = await against(
      ["--format", "json", "--wait"],
      [
        [200, { Started: true, WrappedByFirst: true }],
        [200, keysAt("announced")],
        [200, keysAt()],
      ],
    );
    assert.deepEqual(JSON.parse(out), keysAt());
  });

  test("follows a newer server through steps of which it knows nothing, and takes null for nothing", async () => {
    const { code, out } = await against(
      [],
      [
        [200, { Started: true, WrappedByFirst: true }],
        [200, { ...keysAt(), Rotation: { Step: "elsewhere", Begun: 1, ValuesLeft: null } }],
        [200, { ...keysAt(), Rotation: null }],
      ],
    );
    assert.equal(code, 0);
    assert.match(out, /^A rotation is started\.\nThe rotation goes on\.\nDone: /);
  });

  test("says that another run is needed where the first master key does not wrap", async () => {
    const { out } = await against(
      [],
      [
        [200, { Started: true, WrappedByFirst: true }],
        [200, { ...keysAt(), WrappedByFirst: false }],
      ],
    );
    assert.match(out, /^Done, but the first master key .+: run it again\.$/m);
  });

  test("goes on where a server is busy or gone for a moment", async () => {
    const { code, err, asked } = await against(
      [],
      [
        [200, { Started: true, WrappedByFirst: true }],
        [400, { __type: "ThrottlingException", message: "Rate exceeded" }],
        [503, { __type: "ServiceUnavailable", message: "Later." }],
        [200, keysAt()],
      ],
    );
    assert.deepEqual([code, err, asked.length], [0, "", 4]);
  });

  test("says why none was started, and follows nothing then", async () => {
    const refused = { __type: "AccessDeniedException", message: "You may not." };
    const { code, out, err, asked } = await against([], [[400, refused]]);
    assert.deepEqual([code, out, err], [1, "", "portcullis rekey: You may not (AccessDeniedException).\n"]);
    assert.equal(asked.length, 1);
  });

  test("says of a server that fails where it tells why", async () => {
    const failed = { __type: "ServiceUnavailableException", message: "A temporary failure of the server." };
    const { code, err } = await against([], [[503, failed]]);
    assert.deepEqual(
      [code, err],
      [
        1,
        "portcullis rekey: A temporary failure of the server (ServiceUnavailableException): /readyz of its operator's port and its log say why.\n",
      ],
    );
  });
});

describe("a rotation that is followed", () => {
  const passing: Called<Keys> = { ok: false, problem: "Nobody answers.", passing: true };
  const answered = (output: Keys): Called<Keys> => ({ ok: true, output });

  /** Follows it through these answers; the last one is given again and again. */
  async function follow(answers: readonly Called<Keys>[]) {
    const pauses: number[] = [];
    let at = 0;
    const followed = await followRotation({
      ask: async () => answers[Math.min(at++, answers.length - 1)] ?? passing,
      pause: async (milliseconds) => pauses.push(milliseconds),
      seen: () => {},
    });
    return { followed, pauses, questions: at };
  }

  test("is followed on when nobody answered for a while", async () => {
    const { followed } = await follow([
      answered(keysAt("announced")),
      ...Array(30).fill(passing),
      answered(keysAt("turned")),
      ...Array(30).fill(passing),
      answered(keysAt()),
    ]);
    assert.deepEqual(followed, { keys: keysAt() });
  });

  test("is given up when nobody answers for longer than a minute", async () => {
    const { followed, pauses } = await follow([answered(keysAt("announced")), passing]);
    assert.deepEqual(followed, { problem: "Nobody answers." });
    const waited = pauses.reduce((sum, pause) => sum + pause, 0);
    assert.ok(waited > 60_000 && waited < 120_000, `${waited}`);
  });

  test("is given up at once where the answer is a refusal", async () => {
    const refused: Called<Keys> = { ok: false, problem: "You may not.", passing: false };
    const { followed, questions } = await follow([answered(keysAt("announced")), refused]);
    assert.deepEqual([followed, questions], [{ problem: "You may not." }, 2]);
  });

  test("is given up where nothing but unreadable values is left, and only then", async () => {
    const left = (ValuesLeft: number, ValuesUnreadable: number) =>
      answered(keysAt("resealing", { ValuesLeft, ValuesUnreadable }));
    const { followed, questions } = await follow([left(5, 2), left(0, 0), left(2, 2), answered(keysAt())]);
    assert.equal(questions, 3);
    assert.match("problem" in followed ? followed.problem : "", /^The rotation cannot end, since 2 sealed/);
  });

  test("is asked after more and more seldom", async () => {
    const { pauses } = await follow([...Array(7).fill(answered(keysAt("turned"))), answered(keysAt())]);
    assert.deepEqual(pauses, [100, 200, 400, 800, 1600, 2000, 2000]);
  });
});
