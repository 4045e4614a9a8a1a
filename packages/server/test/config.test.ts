import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import type { Config } from "../src/config/config.ts";
import { loadConfig } from "../src/config/load-config.ts";
import { optionNames, options } from "../src/config/options.table.ts";
import { renderOptionsPage, renderStartHelp } from "../src/config/render-options.ts";
import { secretVariables } from "../src/config/secret-variables.table.ts";
import { databaseProblem, databaseTargets } from "../src/database-targets.ts";

function loaded(argv: string[], env: Record<string, string> = {}): Config {
  const config = loadConfig(argv, env);
  if ("problem" in config) assert.fail(config.problem);
  return config;
}

const ofDatabase = { passwordFile: undefined, caFile: undefined, allowPlain: false };

function problem(argv: string[], env: Record<string, string> = {}): string {
  const config = loadConfig(argv, env);
  if (!("problem" in config)) assert.fail("the options were taken");
  assert.match(config.problem, /^[^\n]+\.$/, "one sentence on one line");
  return config.problem;
}

test("without options the server keeps its state beside, and listens on loopback", () => {
  const config = loaded([]);
  assert.deepEqual(config.mode, {
    kind: "durable",
    dataDirectory: "./portcullis-data",
    database: undefined,
    masterKeyCommands: [],
    masterKeyFiles: [],
  });
  assert.deepEqual(config.listen.hosts, ["127.0.0.1", "::1"]);
  assert.equal(config.listen.port, 4580);
  assert.equal(config.listen.operatorPort, 4581);
  assert.equal(config.listen.limits.maxHeaderBytes, 16 * 1024);
  assert.equal(config.basePath, "");
  assert.deepEqual(config.trustedProxies, []);
  assert.deepEqual(config.warnings, []);
});

test("an argument goes before its variable, and the variable before the default", () => {
  assert.equal(loaded([], { PORTCULLIS_PORT: "5000" }).listen.port, 5000);
  assert.equal(loaded(["--port", "6000"], { PORTCULLIS_PORT: "5000" }).listen.port, 6000);
  assert.equal(loaded(["--port=6000"]).listen.operatorPort, 6001);
  assert.equal(loaded([], { PORTCULLIS_PORT: "" }).listen.port, 4580);
});

test("master keys are listed in the order in which they are asked, and paths are split at commas only", () => {
  const { mode } = loaded(["--master-key-file", "/a b/c.key", "--master-key-file=/d,/e"], {
    PORTCULLIS_MASTER_KEY_FILE: "/not-this",
    PORTCULLIS_MASTER_KEY_COMMAND: "/usr/bin/x, /usr/bin/y",
  });
  assert.ok(mode.kind === "durable");
  assert.deepEqual(mode.masterKeyFiles, ["/a b/c.key", "/d", "/e"]);
  assert.deepEqual(mode.masterKeyCommands, ["/usr/bin/x", "/usr/bin/y"]);
  assert.match(problem(["--master-key-file", "/a,"]), /^--master-key-file must be paths/);
  for (const option of ["--master-key-file", "--master-key-command"]) {
    assert.match(problem(["--ephemeral", option, "/a"]), /^--ephemeral keeps nothing and takes no /);
  }
});

test("the help lists every option with its variable", () => {
  for (const text of [renderStartHelp(), renderOptionsPage()]) {
    for (const name of optionNames) {
      assert.ok(text.includes(`--${name}`), name);
      assert.ok(text.includes(options[name].variable), name);
      assert.ok(text.includes(options[name].help), name);
    }
    for (const name of Object.keys(secretVariables)) assert.ok(text.includes(name), name);
  }
});

test("every option names its variable by one rule", () => {
  for (const name of optionNames) {
    assert.equal(options[name].variable, `PORTCULLIS_${name.toUpperCase().replaceAll("-", "_")}`);
  }
});

test("an unknown option is refused by its name, never by its value", () => {
  assert.equal(problem(["--root-secret=hunter2"]), "There is no option --root-secret.");
  assert.equal(problem(["--__proto__=1"]), "There is no option --__proto__.");
  assert.equal(problem(["-p", "1"]), "There is no option -p.");
  assert.equal(problem(["hunter2"]), "It takes options only.");
  assert.equal(problem(["--", "--port"]), "It takes options only.");
  assert.doesNotMatch(problem(["--\u001b[2J\n"]), /\u001b/);
});

test("a bad value is refused by the name it came under, never repeated", () => {
  const bad: [string[], Record<string, string>, RegExp][] = [
    [["--port", "70000"], {}, /^--port must be a whole number from 0 to 65535\.$/],
    [["--port", "0x10"], {}, /^--port must be/],
    [[], { PORTCULLIS_PORT: "hunter2" }, /^PORTCULLIS_PORT must be/],
    [["--port"], {}, /^--port needs a value\.$/],
    [["--host", "--port", "1"], {}, /^--host needs a value\.$/],
    [["--port", "1", "--port", "2"], {}, /^--port is given more than once\.$/],
    [["--host", "example.com"], {}, /^--host must be IP addresses/],
    [["--host", "127.0.0.1,"], {}, /^--host must be/],
    [["--host", "fe80::1%eth0"], {}, /^--host must be/],
    [["--ephemeral=maybe"], {}, /^--ephemeral must be true or false\.$/],
    [["--ephemeral=__proto__"], {}, /^--ephemeral must be true or false\.$/],
    [["--partition", "toString"], {}, /^--partition must be one of aws, aws-cn/],
    [["--log-level", "loud"], {}, /^--log-level must be one of trace/],
    [["--base-path", "/a/../b"], {}, /^--base-path must be/],
    [["--base-path", "/a/"], {}, /^--base-path must be/],
    [["--base-path", "a"], {}, /^--base-path must be/],
    [["--public-url", "https://user:hunter2@iam.example"], {}, /^--public-url must be/],
    [["--public-url", "javascript:alert(1)"], {}, /^--public-url must be/],
    [["--public-url", "https://iam.example/?a"], {}, /^--public-url must be/],
    [["--server-names", "iam.example:4580"], {}, /^--server-names must be/],
    [["--server-names", "2130706433"], {}, /^--server-names must be/],
    [["--server-names", "*"], {}, /^--server-names must be/],
  ];
  for (const [argv, env, sentence] of bad) {
    const said = problem(argv, env);
    assert.match(said, sentence);
    assert.doesNotMatch(said, /hunter2/);
  }
});

test("a proxy network is never everyone, under any spelling", () => {
  for (const network of [
    "0.0.0.0/0",
    "::/0",
    "10.0.0.0/00",
    "::ffff:0:0/96",
    "::ffff:0.0.0.0/96",
    "any",
    "10.0.0.0/33",
    "010.0.0.1",
    "10.0.0.0/8/8",
    "fe80::1%1/64",
  ]) {
    assert.match(problem(["--trusted-proxies", network]), /^--trusted-proxies must be networks/, network);
  }
  const { trustedProxies } = loaded([
    "--trusted-proxies",
    "10.0.0.0/8, 2001:db8::/32",
    "--trusted-proxies=192.0.2.7",
  ]);
  assert.deepEqual(trustedProxies, [
    { address: "10.0.0.0", prefix: 8, family: "ipv4" },
    { address: "2001:db8::", prefix: 32, family: "ipv6" },
    { address: "192.0.2.7", prefix: 32, family: "ipv4" },
  ]);
});

test("an address that others can reach asks for TLS, or for plain HTTP by name", () => {
  assert.match(problem(["--host", "0.0.0.0"]), /without TLS.*--allow-plain-http/);
  assert.match(problem(["--host", "127.0.0.1,::"]), /without TLS/);
  assert.deepEqual(loaded(["--host", "0.0.0.0", "--allow-plain-http"]).listen.hosts, ["0.0.0.0"]);
  const tls = loaded(["--host", "0.0.0.0", "--tls-cert", "c", "--tls-key", "k"]).listen.tls;
  assert.deepEqual(tls, { certFile: "c", keyFile: "k" });
  assert.match(problem(["--tls-cert", "c"]), /together/);
  assert.deepEqual(loaded(["--host", "127.3.2.1", "--host", "localhost"]).listen.hosts, [
    "127.3.2.1",
    "127.0.0.1",
    "::1",
  ]);
});

test("the operator's port is the next one, and never the same", () => {
  assert.match(problem(["--port", "65535"]), /--operator-port/);
  assert.match(problem(["--port", "5000", "--operator-port", "5000"]), /must differ/);
  assert.equal(loaded(["--port", "0"]).listen.operatorPort, 0);
});

test("attack: a well-known pair on a reachable ephemeral server is refused", () => {
  const pair = (secret: string) => ({
    PORTCULLIS_ROOT_ACCESS_KEY_ID: "test",
    PORTCULLIS_ROOT_SECRET_ACCESS_KEY: secret,
  });
  const open = ["--ephemeral", "--host", "0.0.0.0", "--allow-plain-http"];
  assert.match(problem(open, pair("x".repeat(40))), /--allow-reachable-ephemeral/);
  assert.match(problem([...open, "--allow-reachable-ephemeral"], pair("test")), /at least 32 characters/);
  assert.equal(loaded([...open, "--allow-reachable-ephemeral"], pair("x".repeat(32))).mode.kind, "ephemeral");
  assert.equal(loaded([...open, "--allow-reachable-ephemeral"]).mode.kind, "ephemeral");
  assert.equal(loaded(["--ephemeral"], pair("test")).mode.kind, "ephemeral");
});

test("secrets of the environment are taken out of it and print as [secret]", () => {
  const env: Record<string, string> = {
    PORTCULLIS_ROOT_ACCESS_KEY_ID: "AKIAEXAMPLE",
    PORTCULLIS_ROOT_SECRET_ACCESS_KEY: "hunter2",
    PORTCULLIS_TEST_TOKEN: "a-token-of-some-length",
    PATH: "/bin",
  };
  const config = loaded(["--ephemeral"], env);
  assert.deepEqual(Object.keys(env), ["PATH"]);
  assert.ok(config.mode.kind === "ephemeral");
  assert.equal(config.mode.rootCredentials?.secretAccessKey.reveal(), "hunter2");
  assert.equal(config.mode.testToken?.reveal(), "a-token-of-some-length");
  for (const shown of [
    JSON.stringify(config),
    inspect(config, { depth: null }),
    `${config.mode.testToken}`,
  ]) {
    assert.doesNotMatch(shown, /hunter2|a-token/);
    assert.match(shown, /\[secret\]/);
  }
});

test("secrets of the environment are taken out of it when the start is refused too", () => {
  const env: Record<string, string> = { PORTCULLIS_ROOT_SECRET_ACCESS_KEY: "hunter2" };
  assert.match(problem(["--ephemeral"], env), /together/);
  assert.deepEqual(env, {});
});

test("a lasting server takes no root credentials from outside", () => {
  const env = { PORTCULLIS_ROOT_ACCESS_KEY_ID: "AKIAEXAMPLE", PORTCULLIS_ROOT_SECRET_ACCESS_KEY: "hunter2" };
  assert.match(problem([], env), /^PORTCULLIS_ROOT_ACCESS_KEY_ID is taken with --ephemeral only/);
  assert.match(problem([], { PORTCULLIS_TEST_TOKEN: "a-token-of-some-length" }), /--ephemeral only/);
});

test("an ephemeral server's secrets have a form that the wire can carry", () => {
  const pair = (id: string, secret: string) => ({
    PORTCULLIS_ROOT_ACCESS_KEY_ID: id,
    PORTCULLIS_ROOT_SECRET_ACCESS_KEY: secret,
  });
  assert.match(problem(["--ephemeral"], pair("a/b", "s")), /ACCESS_KEY_ID must be/);
  assert.match(problem(["--ephemeral"], pair("a", "s s")), /SECRET_ACCESS_KEY must be/);
  assert.match(problem(["--ephemeral"], { PORTCULLIS_TEST_TOKEN: "short" }), /TEST_TOKEN must be/);
});

test("a misspelt variable is warned of, and what Kubernetes sets is not", () => {
  const { warnings, listen } = loaded([], {
    PORTCULLIS_TRUSTED_PROXY: "10.0.0.0/8",
    PORTCULLIS_PORT: "tcp://10.0.0.1:4580",
    PORTCULLIS_PORT_4580_TCP_ADDR: "10.0.0.1",
    PORTCULLIS_SERVICE_HOST: "10.0.0.1",
    PORTCULLIS_SERVICE_PORT_HTTP: "4580",
  });
  assert.deepEqual(warnings, ["PORTCULLIS_TRUSTED_PROXY is no variable that Portcullis reads."]);
  assert.equal(listen.port, 4580);
});

test("the public URL's host is one of the server's names", () => {
  const config = loaded(["--public-url", "https://IAM.example:8443/base/", "--server-names", "sts.example"]);
  assert.equal(config.publicUrl, "https://iam.example:8443/base");
  assert.deepEqual(config.listen.serverNames, ["sts.example", "iam.example"]);
});

test("the role of retention reaches the same database, by a network and by a unix socket", () => {
  const addresses: readonly (readonly [running: string, retention: string])[] = [
    [
      "postgres://iam@db.example:5433/iam?sslmode=verify-full",
      "postgres://tidy@db.example:5433/iam?sslmode=verify-full",
    ],
    ["postgres:///iam?host=/run/pg&user=iam", "postgres:///iam?host=%2Frun%2Fpg&user=tidy"],
    [
      "postgres:///iam?user=iam&host=/run/pg&port=5433",
      "postgres:///iam?user=tidy&host=%2Frun%2Fpg&port=5433",
    ],
  ];
  for (const [running, retention] of addresses) {
    const { mode } = loaded(["--database", running, "--retention-role", "tidy"]);
    assert.ok(mode.kind === "durable" && mode.database !== undefined);
    const targets = databaseTargets(mode.database);
    assert.deepEqual([targets.running.url, targets.retention?.url], [running, retention]);
  }
});

test("a role of retention may have any name, and never the password of the other", () => {
  for (const url of ["postgres://iam:hunter2@db.example/iam", "postgres:///iam?host=/run/pg&user=iam"]) {
    for (const role of ["tidy", "a%b @/ü+c&host=x"]) {
      const shared = { ...ofDatabase, url, retention: { role, passwordFile: "/etc/tidy" } };
      assert.equal(databaseProblem(shared), undefined, url);
      assert.doesNotMatch(databaseTargets(shared).retention?.url ?? "", /hunter2/);
    }
  }
});

test("both roles are looked at before a start", () => {
  const shared = { ...ofDatabase, url: "postgres://iam@db.example/iam" };
  assert.equal(
    databaseProblem({ ...shared, retention: { role: "", passwordFile: undefined } }),
    "The database's address names no role.",
  );
});

test("a file of a password that cannot be read is told with the option that named it", () => {
  const shared = { ...ofDatabase, url: "postgres://iam@db.example/iam", passwordFile: "/none/of-iam" };
  const targets = databaseTargets({ ...shared, retention: { role: "tidy", passwordFile: "/none/of-tidy" } });
  for (const [target, message] of [
    [targets.running, "--database-password-file cannot be used: /none/of-iam cannot be read (ENOENT)."],
    [targets.retention, "--retention-password-file cannot be used: /none/of-tidy cannot be read (ENOENT)."],
  ] as const) {
    assert.throws(() => target?.password?.(), { name: "OpenError", message });
  }
});
