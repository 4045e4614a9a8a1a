import assert from "node:assert/strict";
import { test } from "node:test";
import { compile, decide, type Layers, type PolicyType } from "@portcullis/policy";

const A = "123456789012";
const arn = `arn:aws:iam::${A}:user/ann`;

function set(type: PolicyType, statements: readonly object[]) {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  return compile(type, [{ source: { name: type }, text }]);
}

const wide = { Effect: "Allow", Action: "*", Resource: "*" };
const buckets = Array.from({ length: 50 }, (_, at) => ({
  Effect: at % 5 === 4 ? "Deny" : "Allow",
  Action: ["s3:Get*", "s3:PutObject"],
  Resource: `arn:aws:s3:::b${at}/\${aws:username}/*`,
  Condition: {
    StringEquals: { "aws:RequestedRegion": ["eu-west-1", "eu-central-1"] },
    IpAddress: { "aws:SourceIp": "10.0.0.0/8" },
  },
}));
const layers: Layers = {
  identity: [set("identity", buckets)],
  boundary: set("boundary", [wide]),
  resource: set(
    "resource",
    buckets.map((statement) => ({ ...statement, Principal: { AWS: arn } })),
  ),
  scps: [[set("scp", [wide])], [set("scp", [wide])]],
  rcps: [],
};
const context = new Map<string, readonly string[]>([
  ["aws:username", ["ann"]],
  ["aws:requestedregion", ["eu-west-1"]],
  ["aws:sourceip", ["10.1.2.3"]],
]);
const requests = Array.from({ length: 100 }, (_, at) => ({
  principal: { kind: "user", arn, account: A, id: "AIDA1" } as const,
  action: at % 2 ? "s3:GetObject" : "s3:DeleteObject",
  resource: { arn: `arn:aws:s3:::b${at}/ann/x`, account: A },
  context,
}));

/** Bytes of heap that one decision takes; the middle one of many figures, as a collection may fall into some. */
function bytesOfOne(): number {
  const figures: number[] = [];
  for (let round = 0; round < 31; round++) {
    const before = process.memoryUsage().heapUsed;
    for (let at = 0; at < 1000; at++) decide(layers, requests[at % requests.length]!);
    figures.push((process.memoryUsage().heapUsed - before) / 1000);
  }
  return figures.sort((a, b) => a - b)[15]!;
}

test("a decision takes room for its plan and for nothing else, however many layers and statements it looks at", () => {
  for (let at = 0; at < 20_000; at++) decide(layers, requests[at % requests.length]!);
  const bytes = bytesOfOne();
  assert.ok(bytes < 512, `${bytes} bytes a decision`);
});
