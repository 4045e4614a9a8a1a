import assert from "node:assert/strict";
import test from "node:test";
import { deriveSigningKey, type ServiceSigning, type SignedMessage, serviceSignings } from "../src/index.ts";
import { authenticate, hashing, keyId, reasonOf, secret } from "./sigv4-support.ts";

// The requests and signatures that AWS publishes for the credential AKIDEXAMPLE, 2015-08-30T12:36:00Z, us-east-1 and
// the service "service": https://github.com/awslabs/aws-c-auth/tree/main/tests/aws-signing-test-suite/v4

/** Header form: method, target, further headers (name, value…), signature, body. */
type HeaderVector = readonly [
  title: string,
  method: string,
  target: string,
  headers: readonly string[],
  signature: string,
  body?: string,
];

const vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
const alphabet = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const formHash = "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e";
const token = "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267";
// "ሴ" as its UTF-8 bytes, one code unit a byte.
const ethiopic = "\u00e1\u0088\u00b4";

const vectors: readonly HeaderVector[] = [
  ["a plain GET", "GET", "/", [], vanilla],
  ["a question mark with nothing behind it", "GET", "/?", [], vanilla],
  ["a plain POST", "POST", "/", [], "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
  [
    "a repeated header, in the order of the request",
    "GET",
    "/",
    ["My-Header1", "value2", "My-Header1", "value2", "My-Header1", "value1"],
    "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
  ],
  [
    "four values of one header",
    "GET",
    "/",
    ["My-Header1", "value4", "My-Header1", "value1", "My-Header1", "value3", "My-Header1", "value2"],
    "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01",
  ],
  [
    "blanks around and inside of values",
    "GET",
    "/",
    ["My-Header1", " value1", "My-Header2", ' "a   b   c"'],
    "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
  ],
  [
    "header names in mixed case",
    "POST",
    "/",
    ["My-Header1", "value1"],
    "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
  ],
  ["a path that climbs back to the root", "GET", "/example/..", [], vanilla],
  ["a path that climbs back twice", "GET", "/example1/example2/../..", [], vanilla],
  ["a path of a dot", "GET", "/./", [], vanilla],
  ["two slashes", "GET", "//", [], vanilla],
  [
    "a pointless dot",
    "GET",
    "/./example",
    [],
    "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5",
  ],
  [
    "repeated slashes",
    "GET",
    "//example//",
    [],
    "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84",
  ],
  [
    "a path of unreserved characters",
    "GET",
    `/${alphabet}`,
    [],
    "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
  ],
  [
    "a path beyond ASCII",
    "GET",
    `/${ethiopic}`,
    [],
    "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
  ],
  [
    "a query parameter",
    "GET",
    "/?Param1=value1",
    [],
    "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
  ],
  [
    "a query parameter of a POST",
    "POST",
    "/?Param1=value1",
    [],
    "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
  ],
  [
    "parameters out of order",
    "GET",
    "/?Param2=value2&Param1=value1",
    [],
    "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
  ],
  [
    "a parameter whose name begins with another's",
    "GET",
    "/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
    [],
    "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
  ],
  [
    "unreserved characters in the query",
    "GET",
    `/?${alphabet}=${alphabet}`,
    [],
    "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
  ],
  [
    "a query beyond ASCII",
    "GET",
    `/?${ethiopic}=bar`,
    [],
    "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
  ],
  [
    "a session token",
    "GET",
    "/",
    ["X-Amz-Security-Token", token],
    "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8",
  ],
  [
    "a form that declares its hash",
    "POST",
    "/",
    [
      "Content-Type",
      "application/x-www-form-urlencoded",
      "Content-Length",
      "13",
      "x-amz-content-sha256",
      formHash,
    ],
    "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b",
    "Param1=value1",
  ],
  [
    "a form with a character set",
    "POST",
    "/",
    [
      "Content-Type",
      "application/x-www-form-urlencoded; charset=utf-8",
      "Content-Length",
      "13",
      "x-amz-content-sha256",
      formHash,
    ],
    "328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422",
    "Param1=value1",
  ],
];

function message(
  method: string,
  target: string,
  headers: readonly string[],
  signature: string,
): SignedMessage {
  const own = ["Host", "example.amazonaws.com", ...headers, "X-Amz-Date", "20150830T123600Z"];
  const names = own.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase());
  const signed = [...new Set(names)].sort().join(";");
  const authorization = `AWS4-HMAC-SHA256 Credential=${keyId}/20150830/us-east-1/service/aws4_request, SignedHeaders=${signed}, Signature=${signature}`;
  return { method, target, headers: [...own, "Authorization", authorization] };
}

test("the published header signatures are accepted", async (t) => {
  for (const [title, method, target, headers, signature, body] of vectors) {
    await t.test(title, () => {
      assert.equal(reasonOf(authenticate(message(method, target, headers, signature), body)), "verified");
    });
  }
});

test("the published header signatures are refused with one digit changed", () => {
  for (const [title, method, target, headers, signature, body] of vectors) {
    const forged = (signature.startsWith("0") ? "1" : "0") + signature.slice(1);
    const outcome = authenticate(message(method, target, headers, forged), body);
    assert.equal(reasonOf(outcome), "signature-mismatch", title);
  }
});

test("a path that is taken as it stands is neither normalized nor encoded twice", async (t) => {
  const once = new Map<string, ServiceSigning>([["service", { ...serviceSignings.rest, path: "once" }]]);
  const unnormalized = [
    ["/example/..", "eca7ead57bb5aa5c8e28007acd4ff04e1ff9a0ff3b237ec1554a184887ff9282"],
    ["//example//", "87cca117541a147f6df867677d98a7d80dff226d2bfca9e4ffa899665623c7e5"],
    ["/example%20space/", "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"],
  ] as const;
  for (const [target, signature] of unnormalized) {
    await t.test(target, () => {
      const outcome = authenticate(message("GET", target, [], signature), "", undefined, once);
      assert.equal(reasonOf(outcome), "verified");
    });
  }
});

test("the published presigned signatures are accepted", async (t) => {
  const presign = (path: string, query: string, signature: string): SignedMessage => ({
    method: "GET",
    target: `${path}?${query}X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fservice%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders=host&X-Amz-Expires=3600&X-Amz-Signature=${signature}`,
    headers: ["Host", "example.amazonaws.com"],
  });
  const presigned = [
    [
      "a path beyond ASCII",
      `/${ethiopic}`,
      "",
      "10eae3f14a260bd3911cc6d008d3c576d143b05b62f09782a7a4b37f52178e44",
    ],
    [
      "names that begin with one another",
      "/",
      "Param-3=Value3&Param=Value2&%E1%88%B4=Value1&",
      "c5f1848ceec943ac2ca68ee720460c23aaae30a2300586597ada94c4a65e4787",
    ],
    [
      "a session token",
      "/",
      `X-Amz-Security-Token=${token}&`,
      "7ff2b50b376cb4d151970630573d6291dc128cc5c2a12ffb237f73cc53f67b6c",
    ],
  ] as const;
  for (const [title, path, query, signature] of presigned) {
    await t.test(title, () => {
      assert.equal(reasonOf(authenticate(presign(path, query, signature))), "verified");
    });
  }
});

test("the published signing key is derived", () => {
  const key = deriveSigningKey(secret, "20150830", "us-east-1", "iam", hashing);
  assert.equal(
    key.export().toString("hex"),
    "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9",
  );
});
