import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addressSet, foldAddress, parseNetwork } from "../src/config/networks.ts";
import { clientAddress } from "../src/listen/client-address.ts";
import { hostAllowed, hostRules } from "../src/listen/host-rules.ts";

const rules = hostRules(["iam.example", "192.0.2.10", "2001:db8::10", "0.0.0.0", "::"]);

test("a Host that names the server is taken, with any port and in any case", () => {
  for (const host of [
    "localhost",
    "LOCALHOST:4580",
    "127.0.0.1",
    "127.0.0.1:9",
    "[::1]:4580",
    "iam.example",
    "IAM.Example:443",
    "192.0.2.10",
    "[2001:DB8:0::10]:1",
    "[::ffff:192.0.2.10]",
    "[::ffff:7f00:1]",
  ]) {
    assert.equal(hostAllowed(host, rules), true, host);
  }
});

test("attack: DNS rebinding brings a foreign name in Host, which is refused", () => {
  for (const host of [
    "evil.example",
    "localhost.evil.example",
    "iam.example.evil.example",
    "xlocalhost",
    "127.0.0.1.evil.example",
    "192.0.2.11",
    "0.0.0.0:4580",
    "[::]",
    "[2001:db8::11]",
  ]) {
    assert.equal(hostAllowed(host, rules), false, host);
  }
});

test("an address in an unusual spelling is no address", () => {
  for (const host of [
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "::1",
    "[127.0.0.1]",
    "[::1%lo]",
    "[::1",
    "127.0.0.1:",
  ]) {
    assert.equal(hostAllowed(host, rules), false, host);
  }
});

test("what is no host at all is refused", () => {
  for (const host of [
    undefined,
    "",
    " ",
    "localhost ",
    "localhost, localhost",
    "user@localhost",
    "localhost/",
    "localhost:x",
    "localhost\t",
    "__proto__",
    "constructor",
    "a".repeat(300),
  ]) {
    assert.equal(hostAllowed(host, rules), false, String(host));
  }
});

test("the address that a connection came in by is an address of the server", () => {
  assert.equal(hostAllowed("198.51.100.7:4580", rules, "198.51.100.7"), true);
  assert.equal(hostAllowed("198.51.100.7:4580", rules, "::ffff:198.51.100.7"), true);
  assert.equal(hostAllowed("198.51.100.8:4580", rules, "198.51.100.7"), false);
  assert.equal(hostAllowed("198.51.100.8:4580", rules, undefined), false);
});

test("no Host crashes the rule, and none but a plain one passes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (host) => {
      if (hostAllowed(host, rules)) assert.match(host, /^[\w.:[\]-]+$/);
    }),
  );
});

function networks(...texts: string[]) {
  return addressSet(
    texts.map((text) => {
      const network = parseNetwork(text);
      if (network === undefined) throw new Error(text);
      return network;
    }),
  );
}

const trusted = networks("10.0.0.0/8", "2001:db8::/32");
const arrival = (remoteAddress: string | undefined, rawHeaders: string[] = [], encrypted = false) => ({
  rawHeaders,
  socket: { remoteAddress, encrypted },
});

test("attack: forwarding headers of a client that is no trusted proxy count for nothing", () => {
  const headers = [
    "X-Forwarded-For",
    "10.1.1.1",
    "X-Forwarded-Proto",
    "https",
    "Forwarded",
    "for=10.1.1.1;proto=https",
  ];
  assert.deepEqual(clientAddress(arrival("198.51.100.7", headers), trusted), {
    address: "198.51.100.7",
    secure: false,
  });
  assert.deepEqual(clientAddress(arrival("198.51.100.7", headers, true), networks()), {
    address: "198.51.100.7",
    secure: true,
  });
});

test("attack: what a client writes left of its own address is not believed", () => {
  const from = (...lines: string[]) =>
    clientAddress(
      arrival(
        "10.0.0.1",
        lines.flatMap((line) => ["x-forwarded-for", line]),
      ),
      trusted,
    ).address;
  assert.equal(from("198.51.100.7"), "198.51.100.7");
  assert.equal(from("127.0.0.1, 198.51.100.7"), "198.51.100.7");
  assert.equal(from("192.0.2.1, 198.51.100.7, 10.9.9.9"), "198.51.100.7");
  assert.equal(from("192.0.2.1", "198.51.100.7", "10.9.9.9"), "198.51.100.7");
  assert.equal(from("10.3.3.3, 10.2.2.2"), "10.3.3.3");
  assert.equal(from(), "10.0.0.1");
});

test("an entry that is no address ends the walk at the hop that wrote it", () => {
  const from = (line: string) =>
    clientAddress(arrival("10.0.0.1", ["X-Forwarded-For", line]), trusted).address;
  for (const line of [
    "unknown",
    "",
    "0177.0.0.1",
    "2130706433",
    "198.51.100.7.",
    "fe80::1%eth0",
    "[::1",
    "a:b:c:80",
  ]) {
    assert.equal(from(line), "10.0.0.1", line);
    assert.equal(from(`${line}, 10.2.2.2`), "10.2.2.2", line);
  }
});

test("ports and IPv4 inside IPv6 are folded away", () => {
  const from = (line: string) =>
    clientAddress(arrival("::ffff:10.0.0.1", ["X-Forwarded-For", line]), trusted).address;
  assert.equal(from("198.51.100.7:4711"), "198.51.100.7");
  assert.equal(from("[2001:DB9:0::1]:4711"), "2001:db9::1");
  assert.equal(from("::ffff:c633:6407"), "198.51.100.7");
  assert.equal(clientAddress(arrival("::ffff:198.51.100.7"), trusted).address, "198.51.100.7");
  assert.equal(clientAddress(arrival("fe80::1%eth0"), trusted).address, "fe80::1");
  assert.equal(clientAddress(arrival(undefined), trusted).address, "");
});

test("the scheme is the one that the nearest proxy states", () => {
  const secure = (lines: string[], encrypted = false) =>
    clientAddress(
      arrival(
        "10.0.0.1",
        lines.flatMap((line) => ["X-Forwarded-Proto", line]),
        encrypted,
      ),
      trusted,
    ).secure;
  assert.equal(secure(["https"]), true);
  assert.equal(secure(["https, http"]), false);
  assert.equal(secure(["https", "http"]), false);
  assert.equal(secure(["http"], true), false);
  assert.equal(secure([], true), true);
  assert.equal(secure([]), false);
});

test("a wide IPv6 network holds no IPv4 address", () => {
  assert.equal(networks("::/1").has("10.0.0.1"), false);
  assert.equal(networks("::/1").has("::1"), true);
  assert.equal(networks("10.0.0.0/8").has("not an address"), false);
});

test("folding an address twice changes nothing more", () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), (address) => {
      const once = foldAddress(address);
      assert.equal(foldAddress(once), once);
    }),
  );
});
