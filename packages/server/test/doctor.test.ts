import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { type LookedAt, OpenError, type ServerSettings, StorageError } from "@portcullis/storage";
import { examine, type Instruments } from "../src/doctor/examine.ts";
import type { DatabaseLooks } from "../src/doctor/look-at-database.ts";
import { configOf } from "./listen-harness.ts";

const now = Date.UTC(2026, 11, 24, 12);
const nowhere = "/nowhere/at/all";

/** What one check says. */
async function said(name: string, args: readonly string[], instruments: Instruments = {}): Promise<string> {
  const placed = args.includes("--data-dir") || args.includes("--ephemeral");
  const config = configOf(placed ? args : ["--data-dir", nowhere, ...args]);
  const found = (await examine(config, { now: () => now, ...instruments })).find(
    (each) => each.name === name,
  );
  return `${found?.level}: ${found?.sentence}`;
}

/** A database of a cluster that answers like this. */
function sharing(storage: Partial<LookedAt>): DatabaseLooks {
  const whole: LookedAt = {
    deployment: async () => undefined,
    keys: async () => [],
    formats: async () => [],
    confirm: async () => ({ incarnation: "", clock: Date.now(), revisions: [] }),
    settings: undefined,
    ...storage,
  };
  return {
    file: async () => ({ found: "nothing" }),
    shared: async (_database, look) => ({ found: "read", value: await look(whole) }),
  };
}
const shared = ["--database", "postgres://portcullis@db.example.com/iam"];
const key = {
  number: 1,
  purpose: "session",
  wrapped: new Uint8Array(),
  created: now,
  active: true,
  retired: undefined,
};
const deployment = { id: "d-1", incarnation: "i-1", partition: "aws", keyCheck: new Uint8Array(), format: 1 };

describe("the doctor's check of the clock", () => {
  const clockBy = (milliseconds: number, delay = 0) =>
    sharing({
      async confirm() {
        await new Promise((resolve) => setTimeout(resolve, delay));
        return { incarnation: "", clock: Date.now() + milliseconds, revisions: [] };
      },
    });

  test("has nothing to compare where there is no database", async () => {
    assert.equal(
      await said("clock", []),
      "ok: The clock says 2026-12-24T12:00:00.000Z; there is no other to compare it with.",
    );
  });

  test("says of an embedded database that it has the same clock", async () => {
    const looks = sharing({});
    const file: DatabaseLooks["file"] = (_path, look) => looks.shared({} as never, look);
    assert.match(
      await said("clock", [], { looks: { ...looks, file } }),
      /^ok: .* is on this machine and has no other\.$/,
    );
  });

  test("compares it with a shared database's", async () => {
    assert.match(
      await said("clock", shared, { looks: clockBy(0) }),
      /^ok: The clock agrees with the database's to 0\.\d\d s\.$/,
    );
    assert.match(
      await said("clock", shared, { looks: clockBy(700) }),
      /^warn: The clock is 0\.[67]\d s behind the database's/,
    );
    assert.match(await said("clock", shared, { looks: clockBy(-700) }), /^warn: .* ahead of the database's/);
    assert.match(
      await said("clock", shared, { looks: clockBy(60_000) }),
      /^fail: The clock is \d\d\.\d\d s behind .*no session is issued/,
    );
  });

  test("does not take a slow database for a wrong clock", async () => {
    assert.match(await said("clock", shared, { looks: clockBy(-400, 900) }), /^ok: /);
  });

  test("refuses a time that cannot be", async () => {
    assert.match(
      await said("clock", [], { now: () => 0 }),
      /^fail: The clock says 1970-01-01T00:00:00\.000Z, which cannot be/,
    );
    const looks = sharing({ keys: async () => [key, { ...key, number: 2, created: now + 60_000 }] });
    assert.match(await said("clock", shared, { looks }), /^fail: .*a key of the database was made later/);
  });
});

describe("the doctor's check of the database", () => {
  const found = (look: Awaited<ReturnType<DatabaseLooks["file"]>> | Error): DatabaseLooks => {
    const answer = async () => {
      if (look instanceof Error) throw look;
      return look;
    };
    return { file: answer, shared: answer };
  };

  test("tells of what is held, over any driver", async () => {
    const looks = sharing({ deployment: async () => deployment });
    assert.equal(
      await said("database", shared, { looks }),
      "ok: The database db.example.com/iam holds deployment d-1 (partition aws, tables of format 1).",
    );
    assert.match(
      await said("database", shared, { looks: sharing({}) }),
      /^warn: The database db\.example\.com\/iam holds no installation yet/,
    );
  });

  test("refuses bodies of a newer format, as a start does", async () => {
    const formats = async () => [{ kind: "user", v: 9 }];
    const looks = sharing({ deployment: async () => deployment, formats });
    assert.equal(
      await said("database", shared, { looks }),
      "fail: The database holds users of format 9 and this version reads up to 1: start the version that wrote it, or a newer one.",
    );
  });

  test("warns of a server that may lose what was acknowledged, and says what comes of it", async () => {
    const safe = { fsync: "on", full_page_writes: "on", synchronous_commit: "on" };
    const of = (settings: Partial<ServerSettings>) =>
      said("database", shared, {
        looks: sharing({ deployment: async () => deployment, settings: { ...safe, ...settings } }),
      });
    assert.match(await of({}), /^ok: /);
    assert.match(await of({ synchronous_commit: "remote_apply" }), /^ok: /);
    assert.equal(
      await of({ fsync: "off" }),
      "warn: The database db.example.com/iam has fsync = off (a crash of its machine can destroy all that it holds): set fsync to on.",
    );
    assert.match(
      await of({ full_page_writes: "off" }),
      /^warn: .*half written\): set full_page_writes to on\.$/,
    );
    for (const value of ["off", "local", "remote_write"]) {
      const sentence = await of({ synchronous_commit: value });
      assert.match(
        sentence,
        new RegExp(`^warn: .* synchronous_commit = ${value} \\(.*set synchronous_commit to on`),
      );
    }
    assert.match(
      await of({ fsync: "off", synchronous_commit: "local" }),
      /^warn: .* fsync = off \(.*\) and synchronous_commit = local \(.*\): set fsync and synchronous_commit to on\.$/,
    );
  });

  test("gives each state of a database its own sentence", async () => {
    const path = `${nowhere}/portcullis.db`;
    const of = (look: Parameters<typeof found>[0], args: readonly string[] = []) =>
      said("database", args, { looks: found(look) });
    assert.equal(
      await of({ found: "nothing" }),
      `warn: There is no database ${path} yet: the first start makes one.`,
    );
    assert.match(await of({ found: "unmerged" }), /^warn: .* is in use, or its server was killed/);
    assert.match(
      await of({ found: "older-format", format: 1 }),
      /^warn: .* has tables of format 1: the next start/,
    );
    assert.equal(await of(new OpenError("not-ours", "The file is not ours.")), "fail: The file is not ours.");
    assert.equal(
      await of(new StorageError("away", "nobody answers"), shared),
      "fail: The database db.example.com/iam cannot be read: nobody answers.",
    );
  });

  test("has nothing to say of a server that keeps nothing", async () => {
    assert.equal(await said("database", ["--ephemeral"].slice(1)), await said("database", []));
    const found = await examine(configOf(["--ephemeral"]));
    assert.ok(
      found.every(({ level }) => level === "ok"),
      JSON.stringify(found),
    );
  });
});

describe("the doctor's look at a running server", () => {
  /** A data directory whose server's lock is there. */
  const here = mkdtempSync(join(tmpdir(), "portcullis-doctor-"));
  writeFileSync(join(here, "lock"), "");
  const { dev, ino } = statSync(join(here, "lock"));
  const node = `${dev}-${ino}`;
  after(() => rmSync(here, { recursive: true }));

  async function answering(
    listener: RequestListener,
    check: "server" | "lag",
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
