import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { createMasterKeyFile } from "@portcullis/keys";
import { OpenError } from "@portcullis/storage";
import type { DatabaseLooks } from "../src/doctor/look-at-database.ts";
import { deployment, found, nowhere, said, shared, sharing } from "./doctor-harness.ts";

describe("the doctor's look at a running server", () => {
  /** A data directory whose server's lock is there. */
  const here = mkdtempSync(join(tmpdir(), "portcullis-doctor-"));
  writeFileSync(join(here, "lock"), "");
  const { dev, ino } = statSync(join(here, "lock"));
  const node = `${dev}-${ino}`;
  after(() => rmSync(here, { recursive: true }));

  async function answering(
    listener: RequestListener,
    check: "server" | "lag" | "keys",
    args: readonly string[] = ["--data-dir", here],
    looks?: DatabaseLooks,
  ) {
    const server = createServer(listener);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    try {
      const instruments = { patience: 500, ...(looks && { looks }) };
      const sentence = await said(check, ["--operator-port", String(port), ...args], instruments);
      return sentence.replaceAll(String(port), "PORT");
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }
  const pages =
    (ready: object, metrics: string, status = 200): RequestListener =>
    (request, response) => {
      response.statusCode = request.url === "/readyz" ? status : 200;
      response.end(request.url === "/readyz" ? JSON.stringify({ node, ...ready }) : metrics);
    };
  const version = 'portcullis_build_info{version="9.8.7"} 1\n';
  const age = (seconds: number) => `${version}portcullis_state_age_seconds ${seconds}\nportcullis_ready 1\n`;

  test("tells its version, and that it takes requests", async () => {
    assert.equal(
      await answering(pages({ status: "ready", notes: [] }, version), "server"),
      "ok: A server of version 9.8.7 runs and takes requests.",
    );
  });

  test("tells what it has to say, without what would disturb a terminal", async () => {
    const notes = ["The database\u001b[2J\n does not answer."];
    assert.equal(
      await answering(pages({ status: "ready", notes }, version), "server"),
      "warn: A server of version 9.8.7 runs and takes requests. The database?[2J? does not answer.",
    );
    const reasons = ["The server is starting."];
    assert.equal(
      await answering(pages({ status: "not ready", reasons }, "", 503), "server"),
      "fail: A server runs and takes no requests. The server is starting.",
    );
  });

  test("tells how old its state is", async () => {
    const lag = (metrics: string) =>
      answering(pages({ status: "ready" }, metrics), "lag", ["--data-dir", here, "--max-staleness", "60"]);
    assert.equal(await lag(age(0.2)), "ok: The running server's state was confirmed 0.2 s ago.");
    assert.match(await lag(age(12)), /^warn: .* 12\.0 s ago: the database does not answer it/);
    assert.match(await lag(age(61)), /^fail: .* 61\.0 s ago, beyond the 60 s of --max-staleness/);
    assert.match(await lag(version), /^warn: .* does not tell how old/);
  });

  test("does not take a server of another deployment or data directory for this one", async () => {
    const over = (deployment: string | undefined, args: readonly string[], looks?: DatabaseLooks) =>
      answering(pages({ status: "ready", deployment }, age(0.2)), "server", args, looks);
    const advice = "run the doctor with the options of the start.";
    const another = `warn: The server on port PORT serves deployment d-2, not this one: ${advice}`;
    const looks = sharing({ deployment: async () => deployment });
    const [sharedHere, elsewhere] = [
      ["--data-dir", here, ...shared],
      ["--data-dir", nowhere, ...shared],
    ];
    assert.match(await over("d-1", sharedHere, looks), /^ok: A server of version 9\.8\.7 runs/);
    assert.equal(await over("d-2", sharedHere, looks), another);
    assert.equal(await over("d-2", elsewhere, looks), another);
    assert.equal(await over("d-2", ["--data-dir", nowhere]), another);
    assert.equal(await over("d-2", ["--data-dir", here]), another);
    assert.equal(
      await over("d-1", elsewhere, looks),
      `warn: The server on port PORT is another node of this deployment, with a data directory of its own: ${advice}`,
    );
    const away = async () => {
      throw new OpenError("cannot-open", "The database is away.");
    };
    const without = { ...looks, shared: away };
    assert.match(await over("d-1", sharedHere, without), /^ok: A server of version/);
    assert.equal(
      await over("d-1", elsewhere, without),
      `warn: The server on port PORT serves deployment d-1 from another data directory: ${advice}`,
    );
    assert.equal(
      await over(undefined, elsewhere, looks),
      `warn: The server on port PORT does not tell which deployment it serves: ${advice}`,
    );
    const untold = pages({ status: "ready", node: undefined }, version);
    for (const path of [nowhere, here])
      assert.match(await answering(untold, "server", ["--data-dir", path]), /^warn: .* does not tell which /);
    assert.match(await over("d-2", ["--ephemeral"]), /^warn: .* serves deployment d-2, not this one: /);
  });

  test("says why it cannot be told whether the master key fits: only an embedded database is the server's alone", async () => {
    const file = join(here, "master.key");
    assert.ok((await createMasterKeyFile(file)).ok);
    const of = (look: Awaited<ReturnType<DatabaseLooks["file"]>> | Error, args: readonly string[] = []) =>
      answering(
        pages({ status: "ready", deployment: "d-1" }, version),
        "keys",
        ["--data-dir", here, "--master-key-file", file, ...args],
        found(look),
      );
    const untold = "warn: The master key can be read; whether it fits cannot be told";
    assert.equal(await of({ found: "unmerged" }), `${untold} while the running server has the database.`);
    const args = ["--data-dir", nowhere, "--master-key-file", file];
    assert.equal(
      await said("keys", args, { looks: found({ found: "unmerged" }) }),
      `${untold} while the database is in use or not recovered.`,
    );
    assert.equal(
      await of(new OpenError("cannot-open", "The database is away."), shared),
      `${untold} without the database.`,
    );
    assert.equal(
      await of({ found: "older-format", format: 1 }, shared),
      `${untold} before a start has brought the tables to the newest format.`,
    );
  });

  test("does not tell how old the state of another server is", async () => {
    const other = pages({ status: "ready", deployment: "d-2" }, age(0.2));
    assert.equal(
      await answering(other, "lag", ["--data-dir", nowhere]),
      "ok: The server that runs is another one: its state was not looked at.",
    );
  });

  test("does not take another program for one", async () => {
    const foreign = "warn: Something else than Portcullis listens on the operator's port PORT.";
    assert.equal(await answering((_request, response) => response.end("hello"), "server"), foreign);
    assert.equal(await answering(pages({ status: "fine" }, version), "server"), foreign);
    assert.equal(await answering(pages({ status: "ready" }, "x".repeat(2 << 20)), "server"), foreign);
    assert.equal(await answering(pages({ status: "ready" }, version, 404), "server"), foreign);
    const closing: RequestListener = (request) => request.socket.destroy();
    assert.equal(await answering(closing, "server"), foreign);
    const upgrading: RequestListener = ({ socket }) =>
      socket.end("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n");
    assert.equal(await answering(upgrading, "server"), foreign);
  });

  test("does not wait for one that says nothing", async () => {
    const silent = createSocketServer(() => undefined);
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const finding = await said("server", ["--operator-port", String(port)], { patience: 50 });
    assert.equal(finding, `fail: Whatever listens on the operator's port ${port} does not answer.`);
    silent.close();
  });

  test("says that nobody listens, or that it cannot be known where", async () => {
    assert.match(await said("server", []), /^ok: Whether a server runs cannot be told/);
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    assert.match(await said("server", ["--operator-port", String(port)]), /^ok: No server runs here/);
    assert.match(await said("lag", ["--operator-port", String(port)]), /^ok: No running server was asked/);
  });
});
